import type { ImageReferences } from "../../service-image/references";
import { type Condition, texts, type Variable } from "./guardrail";
import { nowAndBefore, type Part } from "./template";

/** The images that the teams' containers may run. */
export interface TeamImages {
  /** The services' own, in each version. */
  readonly services: readonly [ImageReferences, ...ImageReferences[]];
  /** Others that the program names, each as it is written in a pod. */
  readonly others: readonly string[];
}

/** A node that pulls an image calls whatever stands before its first slash, past every NetworkPolicy. */
export function imageVariables(podSpec: Part, trusted: TeamImages): Variable[] {
  return [
    ...nowAndBefore("images", (root) => imagesOf(podSpec(root)), "[]"),
    {
      name: "strangeImages",
      expression: `variables.images.filter(image, !(${[
        ...trusted.services.map(isReference),
        `image in ${texts(trusted.others)}`,
        "variables.imagesBefore.exists(old, old == image)",
      ].join(" || ")}))`,
    },
  ];
}

export function imageCondition({ services }: TeamImages): Condition {
  const forms = services.map(({ prefix, digits }) => `${prefix}<${digits} hex digits>`);
  return {
    expression: "size(variables.strangeImages) == 0",
    message:
      "'image: \"' + variables.strangeImages.join(', ') + " +
      `'" is not of this stack; use ${forms.join(" or ")}'`,
  };
}

/** All that a pod's node would pull, volumes among it. */
function imagesOf(spec: string): string {
  const containers = ["containers", "initContainers", "ephemeralContainers"].map(
    (list) => `${spec}.?${list}.orValue([]).map(one, one.?image.orValue(''))`,
  );
  const volumes =
    `${spec}.?volumes.orValue([]).filter(one, has(one.image))` +
    ".map(one, one.image.?reference.orValue(''))";
  return [...containers, volumes].join(" + ");
}

/** No more than the digits follows: neither another registry nor a tag. */
function isReference({ prefix, digits }: ImageReferences): string {
  return (
    `image.startsWith('${prefix}') && ` +
    `image.substring(${prefix.length}).matches('^[0-9a-f]{${digits}}$')`
  );
}
