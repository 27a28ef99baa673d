import { checkObject } from "../../../../toolchain/providers/kubernetes/check";
import { UNKNOWN, secret } from "../../../../toolchain/providers/rpc/properties";
import { objectType } from "../../../../toolchain/providers/kubernetes/token";

const configMap = objectType("kubernetes:core/v1:ConfigMap");
const naming = { logicalName: "settings", seed: Buffer.from("seed") };

describe("checkObject", () => {
  it("completes an object by its type and the default namespace", () => {
    const news = { metadata: { name: "settings" }, data: { a: "b" } };
    expect(checkObject(configMap, news, naming, "payments")).toEqual({
      inputs: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "settings", namespace: "payments" },
        data: { a: "b" },
      },
      failures: [],
    });
  });

  it("leaves namespaces that are chosen, unknown or not applicable", () => {
    const namespace = (metadata: Record<string, string>, fallback?: string): unknown =>
      checkObject(configMap, { metadata }, naming, fallback).inputs;
    expect(namespace({ name: "a", namespace: "b" }, "c")).toMatchObject({
      metadata: { namespace: "b" },
    });
    expect(namespace({ name: "a", namespace: UNKNOWN }, "c")).toMatchObject({
      metadata: { namespace: UNKNOWN },
    });
    expect(namespace({ name: "a" })).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a" },
    });
  });

  it("keeps secrets, and makes those of a Secret object", () => {
    const news = { metadata: { name: "a" }, data: { plain: "x", hidden: secret("y") } };
    expect(checkObject(configMap, news, naming, undefined).inputs.data).toEqual({
      plain: "x",
      hidden: secret("y"),
    });
    const type = objectType("kubernetes:core/v1:Secret");
    const { inputs } = checkObject(
      type,
      { metadata: { name: "a" }, data: { k: "dg==" } },
      naming,
      "b",
    );
    expect(inputs.data).toEqual(secret({ k: "dg==" }));
  });

  it("drops what only the server sets", () => {
    const metadata = { name: "a", uid: "1", resourceVersion: "2", creationTimestamp: "3" };
    const { inputs } = checkObject(configMap, { metadata, status: { x: 1 } }, naming, undefined);
    expect(inputs).toEqual({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } });
  });

  it.each([
    [{ kind: "Secret" }, "kind", '"Secret" does not fit the resource type; expected ConfigMap'],
    [{ apiVersion: "v2" }, "apiVersion", '"v2" does not fit the resource type; expected v1'],
    [{ metadata: ["a"] }, "metadata", "expected a map with name, namespace, labels"],
    [
      { metadata: { generateName: "a-" } },
      "metadata.generateName",
      "server-side apply cannot generate names; leave it out for a name made by Pulumi",
    ],
    [
      { metadata: { labels: { "a.b/c": 1 } } },
      'metadata.labels["a.b/c"]',
      "1 is not a string; put it in quotes",
    ],
    [
      { metadata: { annotations: { on: true } } },
      "metadata.annotations.on",
      "true is not a string; put it in quotes",
    ],
  ])("refuses %j", (news, property, reason) => {
    expect(checkObject(configMap, news, naming, "x").failures).toEqual([{ property, reason }]);
  });
});
