import { type Condition, texts, type Variable } from "./guardrail";
import { before, type Part } from "./template";

const labels: Part = (root) => `${root}.metadata.?labels.orValue({})`;

/** A pod that wears one is adopted by the Job, whose own work then counts as done. */
const jobLabels = ["batch.kubernetes.io/controller-uid", "controller-uid"];

export const keptVariables: readonly Variable[] = [
  { name: "labels", expression: labels("object") },
  { name: "labelsBefore", expression: before(labels, "{}") },
  {
    name: "lostLabels",
    expression:
      "variables.labelsBefore.filter(key, " +
      "!(key in variables.labels) || variables.labels[key] != variables.labelsBefore[key])",
  },
];

/**
 * The labels that a pod keeps as long as it lives. Without one of these its controller would let it
 * go, and make another in its place: it would run on, with its identity and whatever was put into it.
 */
export const keptConditions: readonly Condition[] = [
  {
    expression: "size(variables.lostLabels) == 0",
    message:
      "'metadata.labels: \"' + variables.lostLabels.join(', ') + '\" would be lost or changed, and the pod " +
      "with it to its controller; leave them, or delete the pod'",
  },
  {
    expression: `${texts(jobLabels)}.all(key, !(key in variables.labels) || key in variables.labelsBefore)`,
    message: `'metadata.labels: by ${jobLabels.join(" and ")} a Job counts its pods; leave them out'`,
  },
];
