import { databaseName } from "./database";
import type { Condition } from "./guardrail";

/** Seconds that an emergency lasts at most, and with it what is made in it. */
const longest = 3600;

/** A member makes pods in an emergency alone: none that the database waits for, and none that stays. */
export const newPodConditions: readonly Condition[] = [
  {
    expression: `request.operation != 'CREATE' || !object.metadata.name.startsWith(${databaseName})`,
    message: `'metadata.name: "' + object.metadata.name + '" is a name of the database\\'s; choose another'`,
  },
  {
    expression: `request.operation != 'CREATE' || ${ends("object.spec.?activeDeadlineSeconds")}`,
    message: `'spec.activeDeadlineSeconds: a pod ends with the emergency; set ${longest} at most'`,
  },
];

/** A Job ends with the emergency, and so do its pods when it is deleted without them. */
export const newJobConditions: readonly Condition[] = [
  ...[
    ["activeDeadlineSeconds", "object.spec.?activeDeadlineSeconds"],
    ["ttlSecondsAfterFinished", "object.spec.?ttlSecondsAfterFinished"],
    ["template.spec.activeDeadlineSeconds", "object.spec.template.spec.?activeDeadlineSeconds"],
  ].map(([field = "", seconds = ""]) => ({
    expression: `object == null || ${ends(seconds)}`,
    message: `'spec.${field}: a Job ends with the emergency; set ${longest} at most'`,
  })),
  {
    expression: "object == null || !has(object.spec.managedBy)",
    message: "'spec.managedBy: \"' + object.spec.managedBy + '\" never ends the Job; leave it out'",
  },
  {
    expression: "object == null || !object.spec.?suspend.orValue(false)",
    message:
      "'spec.suspend: a Job that waits would begin after the emergency; leave it out, or delete the Job'",
  },
];

function ends(seconds: string): string {
  return `${seconds}.orValue(${longest + 1}) <= ${longest}`;
}
