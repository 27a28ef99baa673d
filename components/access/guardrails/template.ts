/** Where a kind keeps the template of its pods, below `object` and `oldObject`. */
export type TemplatePath = "" | ".spec.template";

/** A part of an object in CEL, below `object` or `oldObject`. */
export type Part = (root: "object" | "oldObject") => string;

/** The spec of the pods. */
export function podSpecOf(path: TemplatePath): Part {
  return (root) => `${root}${path}.spec`;
}

/** The part as it was, if the object was there already: whoever gave it that had the right to. */
export function before(part: Part, none: string): string {
  return `request.operation == 'UPDATE' ? ${part("oldObject")} : ${none}`;
}
