import { listable, pathOf } from "../../drift/served";

const resource = (name: string, kind: string, verbs: string[], scope = "Namespaced" as const) => ({
  resource: name,
  responseKind: { kind },
  scope,
  verbs,
});

test("each kind that can be listed, in the version that its group prefers", () => {
  const v2 = { version: "v2", resources: [resource("scalers", "Scaler", ["get", "list"])] };
  const v1 = {
    version: "v1",
    resources: [resource("scalers", "Scaler", ["list"]), resource("olds", "Old", ["list"])],
  };
  const core = { version: "v1", resources: [resource("bindings", "Binding", ["create"])] };
  expect(
    listable({
      items: [
        { metadata: {}, versions: [core] },
        { metadata: { name: "a.b" }, versions: [v2, v1] },
      ],
    }),
  ).toEqual([
    { apiVersion: "a.b/v2", kind: "Scaler", plural: "scalers", namespaced: true },
    { apiVersion: "a.b/v1", kind: "Old", plural: "olds", namespaced: true },
  ]);
});

test("paths", () => {
  const core = { apiVersion: "v1", kind: "Pod", plural: "pods", namespaced: true };
  const role = {
    apiVersion: "a.b/v1",
    kind: "ClusterRole",
    plural: "clusterroles",
    namespaced: false,
  };
  expect([
    pathOf(core),
    pathOf(core, { namespace: "n" }),
    pathOf(core, { namespace: "n", name: "p" }),
    pathOf(role, { name: "system:x/y" }),
  ]).toEqual([
    "/api/v1/pods",
    "/api/v1/namespaces/n/pods",
    "/api/v1/namespaces/n/pods/p",
    "/apis/a.b/v1/clusterroles/system%3Ax%2Fy",
  ]);
});
