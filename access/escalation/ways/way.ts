import type { Rights } from "../rights";
import type { Wall } from "../walls";

/** What somebody has to whom a way stands open. */
export type Gain =
  /** Everything: `system:masters`, or what comes to the same. */
  | "system:masters"
  /** What a node is to the API server. */
  | "a node"
  /** Each service account of the namespace. */
  | "accounts"
  /** Each account that pods of the namespace run under; of a workload's kind, if it is one's that is changed. */
  | "accounts of running pods";

/** How rights of RBAC become more than they say. */
export interface Way {
  /** What is done by it. */
  readonly name: string;
  /** All of these are needed. */
  readonly rights: readonly [Rights, ...Rights[]];
  /** Whether rights on objects by their names do not count, since these are harmless. @default false */
  readonly unnamed?: boolean;
  /** Where the rights are held: in any one namespace, in one only, or outside of all. */
  readonly place: "a namespace" | "kube-system" | "the cluster";
  readonly gain: Gain;
  /** What stands in its way where it holds. @default nothing */
  readonly heldBy?: Wall;
  /** Who says so. */
  readonly source: string;
}

/** One of the program's guardrails, and the accounts that it lets pods have all the same. */
export function guardrail(
  name: string,
  leaves?: (account: string, namespace: string) => boolean,
): Wall {
  return { kind: "guardrail", name: `sre-challenge-${name}`, ...(leaves && { leaves }) };
}
