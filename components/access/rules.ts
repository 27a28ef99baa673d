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

/** What a binding says: this group has this role. */
export function grant(kind: "Role" | "ClusterRole", role: pulumi.Input<string>, group: string) {
  return {
    roleRef: { apiGroup: rbac, kind, name: role },
    subjects: [{ apiGroup: rbac, kind: "Group", name: group }],
  };
}
