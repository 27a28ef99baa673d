import { keysCopier, keysNamespace } from "../../issuer-keys/copier";
import { managerLabel, programLabels } from "../../labels";
import { databaseNameInRequest } from "../../postgres-database/database";
import { type Guardrail, teamGuardrail } from "./guardrail";

/**
 * The ConfigMaps that a team may not make or change: those of this program, whose scripts the
 * database runs with its passwords at hand, and whose keys say who calls a service; and the one by
 * which pods know the API server.
 */
export const configMapGuardrail: Guardrail = teamGuardrail(
  "sre-challenge-configmaps",
  {
    requests: [
      { apiGroup: "", resources: ["configmaps"], operations: ["CREATE", "UPDATE", "DELETE"] },
    ],
    conditions: [
      {
        expression:
          "oldObject == null || oldObject.metadata.name != 'kube-root-ca.crt' && " +
          `oldObject.metadata.?labels[?'${managerLabel}'].orValue('') != '${programLabels[managerLabel]}'`,
        message: `'metadata.name: "' + oldObject.metadata.name + '" is the platform\\'s ConfigMap; make one of your own'`,
      },
      {
        expression: `request.operation != 'CREATE' || !object.metadata.name.startsWith(${databaseNameInRequest})`,
        message: `'metadata.name: "' + object.metadata.name + '" is a name of the database\\'s; choose another'`,
      },
      {
        expression: `request.operation != 'CREATE' || object.metadata.name != '${keysCopier}'`,
        message: `'metadata.name: "' + object.metadata.name + '" is a name of the platform\\'s; choose another'`,
      },
    ],
  },
  // What copies the issuer's keys.
  [`system:serviceaccounts:${keysNamespace}`],
);
