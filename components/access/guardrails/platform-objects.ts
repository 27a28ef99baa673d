import { managerLabel, programLabels } from "../../labels";
import { type Guardrail, teamGuardrail } from "./guardrail";

const operations = ["CREATE", "UPDATE", "DELETE"] as const;

/** CEL: how each name of what belongs to the team's database begins. */
export const databaseName = "request.namespace + '-database'";

/** Of a scale subresource only the name is shown; the jobs of a CronJob bear no label of the program. */
function isPlatforms(object: string): string {
  return [
    `${object}.metadata.?labels[?'${managerLabel}'].orValue('') == '${programLabels[managerLabel]}'`,
    `${object}.metadata.?name.orValue('').startsWith(${databaseName})`,
    `${object}.metadata.?ownerReferences.orValue([]).exists(owner, owner.name.startsWith(${databaseName}))`,
  ].join(" || ");
}

/** What keeps the platform's services and databases running, even in an emergency. */
export const platformObjectGuardrail: Guardrail = teamGuardrail("sre-challenge-platform-objects", {
  requests: [
    { apiGroup: "apps", resources: ["statefulsets", "statefulsets/scale"], operations },
    { apiGroup: "autoscaling", resources: ["horizontalpodautoscalers"], operations },
    { apiGroup: "batch", resources: ["cronjobs", "jobs"], operations },
    { apiGroup: "policy", resources: ["poddisruptionbudgets"], operations },
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
  ],
});

/** An autoscaler does not do what its maker may not. */
export const autoscalerGuardrail: Guardrail = teamGuardrail("sre-challenge-autoscalers", {
  requests: [
    {
      apiGroup: "autoscaling",
      resources: ["horizontalpodautoscalers"],
      operations: ["CREATE", "UPDATE"],
    },
  ],
  conditions: [
    {
      expression: `!object.spec.scaleTargetRef.name.startsWith(${databaseName})`,
      message:
        "'spec.scaleTargetRef.name: \"' + object.spec.scaleTargetRef.name + '\" is the platform\\'s; " +
        "scale a workload of your own'",
    },
  ],
});
