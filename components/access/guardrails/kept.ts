import type { Condition, Variable } from "./guardrail";
import { before, type Part, type TemplatePath } from "./template";

const labels: Part = (root) => `${root}.metadata.?labels.orValue({})`;
const owners: Part = (root) => `${root}.metadata.?ownerReferences.orValue([])`;

export const keptVariables: readonly Variable[] = [
  { name: "labels", expression: labels("object") },
  { name: "labelsBefore", expression: before(labels, "{}") },
  {
    name: "lostLabels",
    expression:
      "variables.labelsBefore.filter(key, " +
      "!(key in variables.labels) || variables.labels[key] != variables.labelsBefore[key])",
  },
  { name: "owners", expression: owners("object") },
  { name: "ownersBefore", expression: before(owners, "[]") },
];

export function finalizerVariables(path: TemplatePath): Variable[] {
  const finalizers: Part = (root) =>
    [...new Set([root, `${root}${path}`])]
      .map((one) => `${one}.?metadata.?finalizers.orValue([])`)
      .join(" + ");
  return [
    { name: "finalizers", expression: finalizers("object") },
    { name: "finalizersBefore", expression: before(finalizers, "[]") },
  ];
}

/** What has one is never gone, and takes its place in the quota for ever. */
export const finalizerCondition: Condition = {
  expression: "variables.finalizers == variables.finalizersBefore",
  message:
    "'metadata.finalizers: \"' + variables.finalizers.join(', ') + '\" are not those that it had; leave them'",
};

/**
 * What a pod keeps as long as it lives. Without one of these its controller would let it go, and make
 * another in its place: it would run on, with its identity and whatever was put into it.
 */
export const keptConditions: readonly Condition[] = [
  {
    expression: "size(variables.lostLabels) == 0",
    message:
      "'metadata.labels: \"' + variables.lostLabels.join(', ') + '\" would be lost or changed, and the pod " +
      "with it to its controller; leave them, or delete the pod'",
  },
  {
    expression: "variables.owners == variables.ownersBefore",
    message:
      "'metadata.ownerReferences: \"' + variables.owners.map(one, one.name).join(', ') + '\" is not whose the pod " +
      "was; leave them, or delete the pod'",
  },
];
