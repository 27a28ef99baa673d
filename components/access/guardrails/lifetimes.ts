import { type Guardrail, teamGuardrail } from "./guardrail";
import { nowAndBefore } from "./template";

const operations = ["CREATE", "UPDATE"] as const;
/**
 * What a team makes hangs on nothing of the platform's, and is gone when it is deleted: Kubernetes
 * keeps an object for its finalizers, and an owner for those that say they block its end.
 */
export const lifetimeGuardrail: Guardrail = teamGuardrail("sre-challenge-lifetimes", {
  requests: [
    { apiGroup: "", resources: ["configmaps", "secrets"], operations },
    { apiGroup: "apps", resources: ["deployments"], operations },
    { apiGroup: "batch", resources: ["jobs"], operations },
  ],
  variables: [
    ...nowAndBefore("owners", (root) => `${root}.metadata.?ownerReferences.orValue([])`, "[]"),
    ...nowAndBefore("finalizers", (root) => `${root}.metadata.?finalizers.orValue([])`, "[]"),
  ],
  conditions: [
    {
      expression: "variables.owners == variables.ownersBefore",
      message:
        "'metadata.ownerReferences: \"' + variables.owners.map(one, one.name).join(', ') + '\" is not whose it was; " +
        "leave them as they are'",
    },
    {
      expression: "variables.finalizers == variables.finalizersBefore",
      message:
        "'metadata.finalizers: \"' + variables.finalizers.join(', ') + '\" are not those that it had; leave them as " +
        "they are'",
    },
  ],
});
