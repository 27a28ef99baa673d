import type { Guardrail } from "./guardrails/guardrail";
import { look, type PolicyRule } from "./rules";

/** Name of the platform team's ClusterRole and of its binding. */
export const platformRole = "sre-challenge:platform";

const named = (apiGroup: string, resources: string[], resourceNames: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  resourceNames,
  verbs: ["get"],
});

/**
 * What `pulumi up` reads outside of the teams' namespaces, and `npm run why` beside it. It writes
 * nothing there: who made the program's namespaces, roles and guardrails is an administrator.
 */
export function platformRules(guardrails: readonly Guardrail[]): PolicyRule[] {
  return [
    { apiGroups: [""], resources: ["namespaces", "nodes"], verbs: look },
    { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: look },
    named("rbac.authorization.k8s.io", ["clusterrolebindings", "clusterroles"], [platformRole]),
    named(
      "admissionregistration.k8s.io",
      ["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
      guardrails.map(({ name }) => name),
    ),
  ];
}
