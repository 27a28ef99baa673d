import { managerLabel, programLabels } from "../../labels";
import { databaseNameInRequest } from "../../postgres-database/database";
import { type Condition, type Guardrail, teamGuardrail } from "./guardrail";

/** Seconds that an emergency lasts at most, and with it what is made in it. */
const longest = 3600;

function refusal(given: string, text: string): Condition {
  return { expression: `object == null || !${given}`, message: `'${text}'` };
}

function isPlatforms(object: string): string {
  return [
    `${object}.metadata.?labels[?'${managerLabel}'].orValue('') == '${programLabels[managerLabel]}'`,
    `${object}.metadata.name.startsWith(${databaseNameInRequest})`,
    // The jobs of a CronJob bear no label of the program.
    `${object}.metadata.?ownerReferences.orValue([]).exists(owner, owner.name.startsWith(${databaseNameInRequest}))`,
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
        `${databaseNameInRequest} + '" are the platform\\'s; leave them out'`,
    },
    ...[
      ["activeDeadlineSeconds", "object.spec.?activeDeadlineSeconds"],
      ["ttlSecondsAfterFinished", "object.spec.?ttlSecondsAfterFinished"],
      // Of pods that are let go when the Job is deleted without them.
      ["template.spec.activeDeadlineSeconds", "object.spec.template.spec.?activeDeadlineSeconds"],
    ].map(([field = "", seconds = ""]) => ({
      expression: `object == null || ${seconds}.orValue(${longest + 1}) <= ${longest}`,
      message: `'spec.${field}: a Job ends with the emergency; set ${longest} at most'`,
    })),
    refusal(
      "object.spec.?suspend.orValue(false)",
      "spec.suspend: a Job that waits would begin after the emergency; leave it out, or delete the Job",
    ),
    refusal(
      "has(object.spec.managedBy)",
      "spec.managedBy: no controller would end it; leave it out",
    ),
    refusal(
      "object.spec.?manualSelector.orValue(false)",
      "spec.manualSelector: its pods could pass for those of another Job; leave it out",
    ),
  ],
});
