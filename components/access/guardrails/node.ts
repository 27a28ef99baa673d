import { containerSize } from "../../container-size";
import { eachOf, isOneOf } from "./conditions";
import type { Condition, Variable } from "./guardrail";
import { before, type Part, podSpecOf, type TemplatePath } from "./template";

/** Of an emptyDir: as much as a container that says nothing may write at all. */
const largest = containerSize.limits["ephemeral-storage"];

/** Seconds from a pod's end, its deadline's too, to that of its processes. */
const longestGrace = 60;

export function nodeVariables(path: TemplatePath): Variable[] {
  const spec = podSpecOf(path);
  const node: Part = (root) => `${spec(root)}.?nodeName.orValue('')`;
  const priorityClass: Part = (root) => `${spec(root)}.?priorityClassName.orValue('')`;
  const apart: Part = (root) =>
    `${spec(root)}.?affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution.orValue([])`;
  const grace: Part = (root) => `${spec(root)}.?terminationGracePeriodSeconds.orValue(30)`;
  const priority: Part = (root) => `${spec(root)}.?priority.orValue(0)`;
  return [
    { name: "node", expression: node("object") },
    { name: "nodeBefore", expression: before(node, "''") },
    { name: "priorityClass", expression: priorityClass("object") },
    { name: "priorityClassBefore", expression: before(priorityClass, "''") },
    { name: "priority", expression: priority("object") },
    { name: "priorityBefore", expression: before(priority, "0") },
    { name: "grace", expression: grace("object") },
    { name: "graceBefore", expression: before(grace, "30") },
    { name: "apart", expression: apart("object") },
    { name: "apartBefore", expression: before(apart, "[]") },
  ];
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
