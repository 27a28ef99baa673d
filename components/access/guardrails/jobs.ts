import { managerLabel, programLabels } from "../../labels";
import { databaseName } from "./database";
import { newJobConditions } from "./emergency";
import { type Guardrail, teamGuardrail } from "./guardrail";

function isPlatforms(object: string): string {
  return [
    `${object}.metadata.?labels[?'${managerLabel}'].orValue('') == '${programLabels[managerLabel]}'`,
    `${object}.metadata.name.startsWith(${databaseName})`,
    // The jobs of a CronJob bear no label of the program.
    `${object}.metadata.?ownerReferences.orValue([]).exists(owner, owner.name.startsWith(${databaseName}))`,
  ].join(" || ");
}

/** The platform's Jobs are left alone, and one's own end with the emergency and leave nothing. */
export const jobGuardrail: Guardrail = teamGuardrail("sre-challenge-jobs", {
  requests: [
    { apiGroup: "batch", resources: ["jobs"], operations: ["CREATE", "UPDATE", "DELETE"] },
  ],
  conditions: [
    {
      expression: `oldObject == null || !(${isPlatforms("oldObject")})`,
      message: `'metadata.name: "' + oldObject.metadata.name + '" is the platform\\'s; make one of your own'`,
    },
    {
      expression: `object == null || !(${isPlatforms("object")})`,
      message:
        `'metadata: label ${managerLabel}: ${programLabels[managerLabel]}, a name and an owner that begin with "' + ` +
        `${databaseName} + '" are the platform\\'s; leave them out'`,
    },
    ...newJobConditions,
  ],
});
