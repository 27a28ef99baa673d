import { userLabel } from "../../labels";
import { eachOf, isOneOf } from "./conditions";
import type { Condition, Variable } from "./guardrail";
import { nowAndBefore, templateSpec } from "./template";

/** Of a pod that says nothing, which would run as its image's. */
const unset = -1;

export const userVariables: readonly Variable[] = [
  {
    name: "ownUser",
    expression: `int(namespaceObject.metadata.?labels[?'${userLabel}'].orValue('0'))`,
  },
  ...nowAndBefore(
    "user",
    (root) => `${templateSpec(root)}.?securityContext.?runAsUser.orValue(${unset})`,
    "0",
  ),
];

/**
 * A team's pods run as the team's own user: as another's they could use up what the kernel gives that user.
 * Needs the variables of `podVariables`, too.
 */
export const userConditions: readonly Condition[] = [
  {
    expression: isOneOf("variables.user", ["variables.ownUser", "variables.userBefore"]),
    message:
      `'securityContext.runAsUser: ' + (variables.user == ${unset} ? 'nothing' : string(variables.user)) + ` +
      "' is not the team\\'s user; set ' + string(variables.ownUser)",
  },
  {
    // What is used in a user namespace is counted for its maker, too, who is the node's root.
    expression: `${templateSpec("object")}.?hostUsers.orValue(true) == true`,
    message: "'hostUsers: false uses up what the kernel gives the node itself; leave it out'",
  },
  runsAs("variables.user", "variables.containers", "containers"),
];

/** A container for debugging runs as its pod does. No pod runs as 0, which Pod Security refuses. */
export const debuggingUser = runsAs(
  "0",
  "object.spec.?ephemeralContainers.orValue([])",
  "ephemeralContainers",
);

/** The containers in a list name no other user than this one, in CEL. */
function runsAs(user: string, list: string, field: string): Condition {
  return eachOf(list, {
    isFine: `one.?securityContext.?runAsUser.orValue(${user}) == ${user}`,
    field,
    fault: "runs as another user than its pod",
    remedy: "leave its securityContext.runAsUser out",
  });
}
