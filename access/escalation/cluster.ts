import type { RbacObject } from "../../rbac/rbac-objects";

/** What decides how far rights reach. */
export interface Cluster {
  /** All that RBAC decides by. */
  readonly objects: readonly RbacObject[];
  readonly namespaces: readonly Namespace[];
  /** Those that are bound to refuse; they look at the teams' namespaces. */
  readonly guardrails: readonly StandingGuardrail[];
}

export interface Namespace {
  readonly name: string;
  /** Whether Pod Security enforces the standard baseline or restricted. */
  readonly podSecurity: boolean;
  /** Whether it bears the label by which guardrails know a team's namespace. */
  readonly ofTeam: boolean;
  /** By the name of each service account: the kinds of workloads that run under it, such as `deployments.apps`. */
  readonly accounts: Readonly<Record<string, readonly string[]>>;
}

export interface StandingGuardrail {
  readonly name: string;
  /** Groups whose members it lets through. */
  readonly except: readonly string[];
}
