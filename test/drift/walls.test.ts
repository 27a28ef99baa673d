import {
  absenceOpensWall,
  fieldOpensWall,
  lackOpensWall,
  strangerOpensWall,
} from "../../drift/walls";
import type { FieldPath } from "../../drift/field-path";

const container = ["spec", "template", "spec", "containers", { by: { name: "app" } }] as const;

test.each<[string, FieldPath]>([
  ["NetworkPolicy", ["spec", "ingress", { index: 0 }]],
  ["NetworkPolicy", ["metadata", "labels", "x"]],
  ["Role", ["rules", { index: 0 }, "verbs"]],
  ["RoleBinding", ["subjects", { index: 1 }]],
  ["ValidatingAdmissionPolicy", ["spec", "failurePolicy"]],
  ["Namespace", ["metadata", "labels", "pod-security.kubernetes.io/enforce"]],
  ["Namespace", ["metadata", "labels", "team"]],
  ["Service", ["spec", "externalIPs"]],
  ["Service", ["spec", "selector", "app"]],
  ["Service", ["metadata", "annotations", "service.beta.kubernetes.io/x"]],
  ["ServiceAccount", ["metadata", "annotations", "eks.amazonaws.com/role-arn"]],
  ["ServiceAccount", ["automountServiceAccountToken"]],
  ["ResourceQuota", ["spec", "hard", "pods"]],
  ["LimitRange", ["spec", "limits"]],
  ["ConfigMap", ["data", "start.sh"]],
  ["Secret", ["data", "password"]],
  ["Deployment", ["spec", "template", "spec", "hostNetwork"]],
  ["Deployment", ["spec", "template", "spec", "serviceAccountName"]],
  ["Deployment", ["spec", "template", "metadata", "labels", "app.kubernetes.io/name"]],
  ["Deployment", [...container, "securityContext", "privileged"]],
  ["Deployment", [...container, "image"]],
  ["Deployment", container],
  ["StatefulSet", [...container, "readinessProbe", "exec", "command"]],
  ["StatefulSet", [...container, "readinessProbe"]],
  ["StatefulSet", ["spec", "template", "spec", "volumes", { by: { name: "x" } }]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec", "hostPID"]],
  ["Job", [...container, "image"]],
  ["Deployment", ["metadata", "ownerReferences"]],
  ["SomethingNew", ["spec", "replicas"]],
])("%s: a change of %j opens a wall", (kind, path) => {
  expect(fieldOpensWall(kind, path)).toBe(true);
});

test.each<[string, FieldPath]>([
  ["Deployment", ["spec", "replicas"]],
  ["Deployment", ["metadata", "annotations", "x"]],
  ["Deployment", [...container, "readinessProbe", "periodSeconds"]],
  ["StatefulSet", [...container, "resources", "limits", "cpu"]],
  ["CronJob", ["spec", "schedule"]],
  ["Job", ["spec", "backoffLimit"]],
  ["HorizontalPodAutoscaler", ["spec", "maxReplicas"]],
  ["PodDisruptionBudget", ["spec", "maxUnavailable"]],
])("%s: a change of %j opens none", (kind, path) => {
  expect(fieldOpensWall(kind, path)).toBe(false);
});

test("a field that only begins with the name of a harmless one opens a wall", () => {
  expect(fieldOpensWall("Deployment", ["spec", "replicasOfOthers"])).toBe(true);
});

test("a key of the issuer's that is missing opens none, and what is missing of a key does", () => {
  const key = ["data", "jwks.json", "keys", { by: { kid: "a" } }] as const;
  expect(lackOpensWall("ConfigMap", key)).toBe(false);
  expect(fieldOpensWall("ConfigMap", key)).toBe(true);
  expect(lackOpensWall("ConfigMap", [...key, "use"])).toBe(true);
  expect(lackOpensWall("ConfigMap", ["data"])).toBe(true);
  expect(lackOpensWall("Secret", key)).toBe(true);
});

test("what is gone opens a wall if it kept somebody out", () => {
  const kinds = [
    "NetworkPolicy",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ResourceQuota",
    "LimitRange",
    "Namespace",
    "Deployment",
    "Job",
    "Secret",
    "RoleBinding",
  ];
  expect(kinds.filter(absenceOpensWall)).toEqual(kinds.slice(0, 6));
});

test("a stranger opens a wall unless it lets nobody do anything", () => {
  const kinds = ["RoleBinding", "Pod", "SomethingNew", "PodDisruptionBudget", "ConfigMap"];
  expect(kinds.filter(strangerOpensWall)).toEqual(kinds.slice(0, 3));
});
