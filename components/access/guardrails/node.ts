import { containerSize } from "../../container-size";
import { eachOf, isOneOf } from "./conditions";
import type { Condition, Variable } from "./guardrail";
import { nowAndBefore, templateSpec } from "./template";

/** Of an emptyDir: as much as a container that says nothing may write at all. */
const largest = containerSize.limits["ephemeral-storage"];

/** Seconds from a pod's end, its deadline's too, to that of its processes. */
const longestGrace = 60;

export const nodeVariables: readonly Variable[] = [
  ...field("node", "nodeName", "''"),
  ...field("priorityClass", "priorityClassName", "''"),
  ...field("priority", "priority", "0"),
  ...field("grace", "terminationGracePeriodSeconds", "30"),
  ...field(
    "apart",
    "affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution",
    "[]",
  ),
];

function field(name: string, path: string, none: string): Variable[] {
  return nowAndBefore(name, (root) => `${templateSpec(root)}.?${path}.orValue(${none})`, none);
}

/**
 * What a pod may not take of the nodes: a place past the scheduler, and with it past the quota; other
 * pods' places; and more disk than it says. Needs the variables of `podVariables`, too.
 */
export const nodeConditions: readonly Condition[] = [
  {
    expression: isOneOf("variables.node", ["''", "variables.nodeBefore"]),
    message:
      "'nodeName: \"' + variables.node + '\" goes past the scheduler; leave it out, or use a nodeSelector'",
  },
  {
    expression: isOneOf("variables.priorityClass", ["''", "variables.priorityClassBefore"]),
    message:
      "'priorityClassName: \"' + variables.priorityClass + '\" pushes other pods aside; leave it out'",
  },
  {
    expression: isOneOf("variables.priority", ["0", "variables.priorityBefore"]),
    message: "'priority: ' + string(variables.priority) + ' pushes other pods aside; leave it out'",
  },
  {
    expression: `variables.grace <= ${longestGrace} || variables.grace == variables.graceBefore`,
    message:
      "'terminationGracePeriodSeconds: ' + string(variables.grace) + ' keeps the pod running long after its end; " +
      `set ${longestGrace} at most'`,
  },
  {
    // It keeps others' pods away as well, also those of other namespaces.
    expression: "size(variables.apart) == 0 || variables.apart == variables.apartBefore",
    message:
      "'affinity.podAntiAffinity: what is required keeps other pods off the node; use what is preferred'",
  },
  eachOf("variables.volumes", {
    isFine:
      `!has(one.emptyDir) || ${isBounded("one.emptyDir.?sizeLimit")} || ` +
      "variables.volumesBefore.exists(old, old == one)",
    field: "volumes",
    fault: "is an emptyDir without a bound",
    remedy: `set its sizeLimit, to ${largest} at most`,
  }),
];

/** For the kubelet a limit of 0 is none. */
function isBounded(quantityOrNone: string): string {
  const limit = `quantity(${quantityOrNone}.orValue('0'))`;
  return `(${limit}.isGreaterThan(quantity('0')) && !${limit}.isGreaterThan(quantity('${largest}')))`;
}
