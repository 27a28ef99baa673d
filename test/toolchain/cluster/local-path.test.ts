import { readFileSync } from "node:fs";
import * as path from "node:path";
import { load, loadAll } from "js-yaml";
import { postgresImage } from "../../../components/postgres-database/server";

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

const file = path.resolve(__dirname, "../../../toolchain/cluster/local-path.yaml");
const manifests = loadAll(readFileSync(file, "utf8")) as readonly Manifest[];
const one = (kind: string) => manifests.find((manifest) => manifest.kind === kind);

test("the folders are made by an image that the nodes have anyway", () => {
  const pod = load(one("ConfigMap")?.data?.["helperPod.yaml"] ?? "") as {
    readonly spec: { readonly containers: readonly { readonly image: string }[] };
  };
  expect(pod.spec.containers.map(({ image }) => image)).toEqual([postgresImage]);
});

test("a folder that is gone is not made anew, and outlives the node's container", () => {
  expect(one("StorageClass")?.metadata.annotations).toEqual({
    "storageclass.kubernetes.io/is-default-class": "true",
    defaultVolumeType: "local",
  });
  expect(one("ConfigMap")?.data?.["config.json"]).toContain('"paths": ["/var/lib/local-path"]');
});
