import type { Variable } from "./guardrail";

/** A part of an object in CEL, below `object` or `oldObject`. */
export type Part = (root: "object" | "oldObject") => string;

/** Where a workload keeps the spec of its pods. */
export const templateSpec: Part = (root) => `${root}.spec.template.spec`;

/**
 * `variables.<name>`, and `variables.<name>Before`, the part as it was, if the object was there already:
 * whoever gave it that had the right to.
 *
 * @param none CEL for what a new object had before.
 */
export function nowAndBefore(name: string, part: Part, none: string): Variable[] {
  const before = `request.operation == 'UPDATE' ? ${part("oldObject")} : ${none}`;
  return [
    { name, expression: part("object") },
    { name: `${name}Before`, expression: before },
  ];
}
