import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Rights on resources: each is listed, none is a wildcard. */
export interface PolicyRule extends types.input.rbac.v1.PolicyRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

export const look = ["get", "list", "watch"];
export const write = ["create", "update", "patch", "delete"];

const rbac = "rbac.authorization.k8s.io";

/** Who has a role. */
export type Subject = types.input.rbac.v1.Subject;

/** Everybody of a group. */
export function group(name: string): Subject {
  return { apiGroup: rbac, kind: "Group", name };
}

/** What a binding says: this subject has this role. */
export function grant(kind: "Role" | "ClusterRole", role: pulumi.Input<string>, subject: Subject) {
  return { roleRef: { apiGroup: rbac, kind, name: role }, subjects: [subject] };
}
