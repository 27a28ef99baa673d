import { pathText } from "../../drift/field-path";
import { knownObject, meaning, ofNewCluster } from "../../drift/new-cluster/new-cluster";
import type { ClusterObject } from "../../drift/cluster-object";
import { bootstrapRoles } from "../program/rbac";
import { clusterWide } from "./objects";

const rbac = "rbac.authorization.k8s.io";
const known = (kind: string, name: string) => {
  const it = knownObject({ group: rbac, kind, namespace: "", name });
  if (it === undefined) throw new Error(`no ${kind} ${name}`);
  return it;
};
const basic = known("ClusterRole", "system:basic-user");
const discovery = known("ClusterRoleBinding", "system:discovery");
const fields = (object: ClusterObject) => ofNewCluster(object)?.map(({ path }) => pathText(path));

test("what a new cluster has, however it is described", () => {
  const labels = { "kubernetes.io/bootstrapping": "rbac-defaults" };
  const live = { ...basic, metadata: { ...basic.metadata, uid: "u", labels } };
  expect(fields(live)).toEqual([]);
});

test("a role is put back with its rules in the API server's own order", () => {
  expect(basic.rules).toEqual(
    bootstrapRoles.flatMap((one) =>
      one.kind === "ClusterRole" && one.metadata.name === "system:basic-user"
        ? one.rules.map(({ apiGroups, resources, verbs }) => ({ apiGroups, resources, verbs }))
        : [],
    ),
  );
});

test("a right or a subject more than a new cluster has", () => {
  const rules = [{ apiGroups: [""], resources: ["secrets"], verbs: ["*"] }];
  const everybody = { apiGroup: rbac, kind: "Group", name: "system:unauthenticated" };
  expect(fields({ ...basic, rules: [...(basic.rules as []), ...rules] })).toEqual(["rules[0]"]);
  expect(fields({ ...discovery, subjects: [...(discovery.subjects as []), everybody] })).toEqual([
    "subjects[1]",
  ]);
});

test("a label by which a role is added to another", () => {
  const labels = { [`${rbac}/aggregate-to-view`]: "true" };
  expect(fields({ ...basic, metadata: { ...basic.metadata, labels } })).toEqual([
    "metadata.labels",
  ]);
});

test("an object of another name is none of a new cluster's", () => {
  expect(ofNewCluster({ ...basic, metadata: { name: "system:basic-user-2" } })).toBeUndefined();
});

test("the order of rules means nothing", () => {
  const rules = [{ verbs: ["b"] }, { verbs: ["a"] }];
  const one = clusterWide("ClusterRole", "r", { rules });
  expect(meaning(one)).toEqual(meaning({ ...one, rules: [...rules].reverse() }));
});
