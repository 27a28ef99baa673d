import { readFileSync } from "node:fs";
import * as path from "node:path";
import { teamLabel } from "../../../components/labels";
import { pinned } from "../pinned";

const toolchain = path.resolve(__dirname, "../../../toolchain");
const read = (file: string) => readFileSync(path.join(toolchain, file), "utf8");

/** What a laptop pulls, and what a machine without registries builds. */
test.each([
  ["kube-router", "github.com/cloudnativelabs/kube-router/v2"],
  ["metrics-server", "sigs.k8s.io/metrics-server"],
  ["local-path", "github.com/rancher/local-path-provisioner"],
])("%s: the manifest names the version that is built", (manifest, program) => {
  const own = /^ {10}image: \S+:(v\S+)$/m.exec(read(`cluster/${manifest}.yaml`));
  expect(own?.[1]).toBe(pinned("kubernetes", program));
});

test("the DNS server shows its metrics to no team", () => {
  expect(read("cluster/system-walls.yaml")).toContain(
    `{ key: ${teamLabel}, operator: DoesNotExist }`,
  );
});

test("usage is measured as often as an autoscaler looks at it", () => {
  expect(read("cluster/metrics-server.yaml")).toContain("--metric-resolution=15s");
});
