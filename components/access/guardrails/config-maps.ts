import { managerLabel, programLabels } from "../../labels";
import { type Guardrail, teamGuardrail } from "./guardrail";

/**
 * The ConfigMaps that a team may not change: those of this program, whose scripts the database runs
 * with its passwords at hand, and the one by which pods know the API server.
 */
export const configMapGuardrail: Guardrail = teamGuardrail("sre-challenge-configmaps", {
  requests: [{ apiGroup: "", resources: ["configmaps"], operations: ["UPDATE", "DELETE"] }],
  conditions: [
    {
      expression:
        "oldObject.metadata.name != 'kube-root-ca.crt' && " +
        `oldObject.metadata.?labels[?'${managerLabel}'].orValue('') != '${programLabels[managerLabel]}'`,
      message: `'metadata.name: "' + oldObject.metadata.name + '" is the platform\\'s ConfigMap; make one of your own'`,
    },
  ],
});
