import * as k8s from "@pulumi/kubernetes";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { grant, type PolicyRule, type Subject } from "./rules";

export interface BoundRole {
  /** Of both, the Role and its binding. */
  readonly metadata: types.input.meta.v1.ObjectMeta;
  readonly rules: PolicyRule[];
  readonly subject: Subject;
}

/** A Role, and the binding by which somebody has it. */
export function boundRole(
  name: string,
  { metadata, rules, subject }: BoundRole,
  opts: pulumi.CustomResourceOptions,
): k8s.rbac.v1.RoleBinding {
  const role = new k8s.rbac.v1.Role(name, { metadata, rules }, opts);
  const granted = grant("Role", role.metadata.name, subject);
  return new k8s.rbac.v1.RoleBinding(name, { metadata, ...granted }, opts);
}
