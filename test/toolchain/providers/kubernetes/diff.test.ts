import { diffObjects } from "../../../../toolchain/providers/kubernetes/diff";
import { UNKNOWN } from "../../../../toolchain/providers/rpc/properties";
import { objectType } from "../../../../toolchain/providers/kubernetes/token";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";

const frozenData = { configMaps: false, secrets: false };
const metadata = { name: "a", namespace: "b" };

function diff(type: string, olds: PropertyMap, news: PropertyMap, mutable = frozenData) {
  return diffObjects(
    objectType(`kubernetes:${type}`),
    { metadata, ...olds },
    { metadata, ...news },
    mutable,
  );
}

describe("diffObjects", () => {
  it("updates what may change", () => {
    const image = (name: string): PropertyMap => ({
      spec: { template: { spec: { containers: [{ name: "web", image: name }] } } },
    });
    expect(diff("apps/v1:Deployment", image("web:1"), image("web:2"))).toEqual({
      changes: [{ path: "spec.template.spec.containers[0].image", kind: "update" }],
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("counts a value that is not known yet as a change", () => {
    const { changes } = diff(
      "core/v1:Service",
      { spec: { type: "X" } },
      { spec: { type: UNKNOWN } },
    );
    expect(changes).toEqual([{ path: "spec.type", kind: "update" }]);
  });

  it.each<[string, PropertyMap, PropertyMap, string[]]>([
    ["core/v1:Namespace", {}, { metadata: { name: "c" } }, ["metadata.name", "metadata.namespace"]],
    [
      "apps/v1:Deployment",
      { spec: { selector: { matchLabels: { a: "b" } } } },
      { spec: { selector: { matchLabels: { a: "c" } } } },
      ["spec.selector.matchLabels.a"],
    ],
    ["apps/v1:StatefulSet", { spec: { serviceName: "a" } }, { spec: {} }, ["spec.serviceName"]],
    [
      "batch/v1:Job",
      { spec: { template: { a: 1 } } },
      { spec: { template: {} } },
      ["spec.template.a"],
    ],
    ["core/v1:Service", { spec: {} }, { spec: { clusterIP: "None" } }, ["spec.clusterIP"]],
    ["core/v1:Service", {}, { spec: { clusterIP: "None" } }, ["spec"]],
    [
      "rbac.authorization.k8s.io/v1:RoleBinding",
      { roleRef: { name: "a" }, subjects: [] },
      { roleRef: { name: "b" }, subjects: [{ name: "c" }] },
      ["roleRef.name"],
    ],
    [
      "rbac.authorization.k8s.io/v1:ClusterRoleBinding",
      { roleRef: { name: "a" }, subjects: [] },
      { roleRef: { name: "b" }, subjects: [{ name: "c" }] },
      ["roleRef.name"],
    ],
    [
      "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
      { spec: { policyName: "a", validationActions: ["Deny"] } },
      { spec: { policyName: "b", validationActions: ["Warn"] } },
      [],
    ],
    [
      "core/v1:PersistentVolumeClaim",
      { spec: { storageClassName: "a", resources: { requests: { storage: "1Gi" } } } },
      { spec: { storageClassName: "b", resources: { requests: { storage: "2Gi" } } } },
      ["spec.storageClassName"],
    ],
    [
      "core/v1:Pod",
      { spec: { hostname: "a", containers: [{ image: "1", command: ["a"] }] } },
      { spec: { hostname: "a", containers: [{ image: "2", command: ["b"] }] } },
      ["spec.containers[0].command[0]"],
    ],
    ["core/v1:ConfigMap", { data: { a: "1" } }, { data: { a: "2" } }, ["data.a"]],
    ["core/v1:Secret", { type: "a" }, { type: "b" }, ["type"]],
  ])("replaces a %s whose %j becomes %j", (type, olds, news, replaces) => {
    expect(diff(type, olds, news).replaces).toEqual(replaces);
  });

  it("mutates data where the configuration allows it and the object does not forbid it", () => {
    const mutable = { configMaps: true, secrets: true };
    const news = { data: { a: "2" } };
    expect(diff("core/v1:ConfigMap", { data: { a: "1" } }, news, mutable).replaces).toEqual([]);
    expect(diff("core/v1:Secret", { data: { a: "1" } }, news, mutable).replaces).toEqual([]);
    const frozen = { data: { a: "1" }, immutable: true };
    expect(diff("core/v1:Secret", frozen, news, mutable).replaces).toEqual(["data.a", "immutable"]);
  });

  it("deletes first where both objects have the same chosen name", () => {
    const olds = { data: { a: "1" } };
    const news = { data: { a: "2" } };
    expect(diff("core/v1:ConfigMap", olds, news).deleteBeforeReplace).toBe(true);
    const moved = { ...news, metadata: { name: "a", namespace: "c" } };
    expect(diff("core/v1:ConfigMap", olds, moved).deleteBeforeReplace).toBe(false);
    const autonamed = { ...metadata, annotations: { "pulumi.com/autonamed": "true" } };
    const made = diff(
      "core/v1:ConfigMap",
      { ...olds, metadata: autonamed },
      { ...news, metadata: autonamed },
    );
    expect(made.deleteBeforeReplace).toBe(false);
  });
});
