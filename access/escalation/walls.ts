import { admission, any, change, rbac, type Rights, write } from "./rights";
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
  /** Whose name the object has that is changed: the namespace, the guardrail, or any. */
  readonly of: "namespace" | "guardrail" | "anything";
  /** Where the rights are held: in the namespace of the wall, or outside of all. */
  readonly place: "a namespace" | "the cluster";
  /** What falls: what the namespace's labels bring, a guardrail, or one that means a single group. */
  readonly falls: "by labels" | "guardrail" | "guardrail of one group";
  /** Who says so. */
  readonly source: string;
}

/** Each right that takes a wall away. */
export const lowerings: readonly Lowering[] = [
  {
    name: "the namespace's labels",
    rights: any(change, "namespaces"),
    of: "namespace",
    place: "a namespace",
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
    of: "guardrail",
    place: "the cluster",
    falls: "guardrail",
    source: `${docs}/reference/access-authn-authz/validating-admission-policy/`,
  },
  {
    // RBAC lets nobody hand on more than he holds, but to whom the guardrail does not know.
    name: "one's rights handed on to an account",
    rights: any(write, `rolebindings.${rbac}`),
    of: "anything",
    place: "a namespace",
    falls: "guardrail of one group",
    source: `${docs}/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update`,
  },
  {
    // A label adds a ClusterRole to those that are aggregated, and so to all who hold them.
    name: "one's rights handed on in the cluster",
    rights: any(write, `clusterrolebindings.${rbac}`, `clusterroles.${rbac}`),
    of: "anything",
    place: "the cluster",
    falls: "guardrail of one group",
    source: `${docs}/reference/access-authn-authz/rbac/#aggregated-clusterroles`,
  },
];
