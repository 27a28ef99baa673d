import { admission, any, change, type Rights } from "./rights";
import { docs, risks } from "./sources";

/** What holds a way that RBAC alone leaves open. */
export type Wall =
  /** Forbids hostPath and privileged containers, by the standards baseline and restricted. */
  | { readonly kind: "Pod Security" }
  | {
      readonly kind: "guardrail";
      readonly name: string;
      /** Accounts that it lets pods have all the same. @default none */
      readonly leaves?: (account: string, namespace: string) => boolean;
    };

/** How somebody takes a wall away before going on. */
export interface Lowering {
  readonly name: string;
  readonly rights: Rights;
  /** What falls: all that the namespace's labels bring, or the one guardrail that is changed. */
  readonly falls: "by labels" | "guardrail";
  /** Who says so. */
  readonly source: string;
}

/**
 * Each right that takes a wall away. Writing bindings, or roles that are aggregated, is none: RBAC lets
 * nobody hand on more than he holds, and no guardrail here means a single group that one could leave.
 */
export const lowerings: readonly Lowering[] = [
  {
    name: "the namespace's labels",
    rights: any(change, "namespaces"),
    falls: "by labels",
    source: `${risks}#namespace-modification`,
  },
  {
    name: "the guardrail off, or to Audit",
    rights: any(
      ["update", "patch", "delete"],
      `validatingadmissionpolicies.${admission}`,
      `validatingadmissionpolicybindings.${admission}`,
    ),
    falls: "guardrail",
    source: `${docs}/reference/access-authn-authz/validating-admission-policy/`,
  },
];
