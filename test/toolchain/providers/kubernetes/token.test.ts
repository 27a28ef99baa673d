import { formatId, objectType, parseId } from "../../../../toolchain/providers/kubernetes/token";

describe("objectType", () => {
  it.each([
    [
      "kubernetes:core/v1:Namespace",
      { group: "", version: "v1", kind: "Namespace", apiVersion: "v1" },
    ],
    [
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      {
        group: "networking.k8s.io",
        version: "v1",
        kind: "NetworkPolicy",
        apiVersion: "networking.k8s.io/v1",
      },
    ],
  ])("reads %s", (token, expected) => {
    expect(objectType(token)).toEqual(expected);
  });

  it.each([
    "kubernetes:apps/v1:DeploymentPatch",
    "kubernetes:core/v1:ConfigMapList",
    "kubernetes:helm.sh/v3:Release",
    "kubernetes:yaml:ConfigFile",
    "docker:index/image:Image",
  ])("refuses %s", (token) => {
    expect(() => objectType(token)).toThrow(`${token}: not a kind that this provider manages`);
  });
});

describe("ids", () => {
  it.each([
    ["payments/web", { namespace: "payments", name: "web" }],
    ["payments", { namespace: "", name: "payments" }],
  ])("%s stands for an object and back", (id, name) => {
    expect(parseId(id)).toEqual(name);
    expect(formatId(name)).toBe(id);
  });

  it.each(["", "a/b/c", "payments/"])("refuses %j", (id) => {
    expect(() => parseId(id)).toThrow(`id "${id}": expected <namespace>/<name>`);
  });
});
