import type { Problem } from "./finding";
import { conditionOf, type Warning } from "./objects";
import { oneLine } from "./one-line";
import type { Maker } from "./workload";

/** Who refuses pods, by the API server's words, and what to do. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /exceeded quota/,
    "free room in the namespace (`kubectl describe quota -n <namespace>`), or raise its quota, which a team has by components/team-namespace/quota.ts",
  ],
  [/failed quota/, "say in the pod's spec what the quota counts, or give its LimitRange a default"],
  [/violates PodSecurity/, "give the pod's spec what the message asks for, then `pulumi up`"],
  [
    /ValidatingAdmissionPolicy/,
    "change the pod's spec as the guardrail says: `kubectl get validatingadmissionpolicies`",
  ],
  [
    /webhook/,
    "ask who owns that webhook, and look whether its pods answer: `kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`",
  ],
  [
    /(minimum|maximum) .* usage per|limit to request ratio/,
    "keep the container's resources within the namespace's LimitRange: `kubectl describe limitrange -n <namespace>`",
  ],
  [/service ?account/i, "make the service account again: `pulumi up --refresh`"],
];

const otherwise = "change what the message names, then `pulumi up`";

/**
 * Why a controller makes no pods.
 *
 * @param warnings the controller's warning events, oldest first
 */
export function refusal(maker: Maker, warnings: readonly Warning[]): Problem | undefined {
  const event = warnings.findLast(({ reason }) => reason === "FailedCreate");
  const failure = conditionOf(maker, "ReplicaFailure", "True") ?? event;
  if (!failure?.message) return undefined;
  const said = refused(failure.message);
  const [, next = otherwise] = refusals.find(([pattern]) => pattern.test(said)) ?? [];
  return {
    cause: `pods cannot be created (${said})`,
    next: next.replace("<namespace>", maker.metadata.namespace),
  };
}

/** The API server's words without the name of a pod that never came to be. */
function refused(message: string): string {
  return oneLine(
    message
      .replace(/^Error creating: /, "")
      .replace(/^create Pod \S+ in StatefulSet \S+ failed error: /, "")
      .replace(/^pods "[^"]*" is forbidden: /, ""),
  );
}
