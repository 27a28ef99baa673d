import { canonical, type Json, type JsonObject } from "./json";

/** A field, an element of a list by the fields that tell it from others, or one by its place. */
export type Step = string | { readonly by: JsonObject } | { readonly index: number };
export type FieldPath = readonly Step[];

/** As in `spec.containers[name=postgres].env[2]`, `metadata.labels["a.b/c"]`. */
export function pathText(path: FieldPath): string {
  return path.map(stepText).join("").replace(/^\./, "");
}

function stepText(step: Step): string {
  if (typeof step === "string") {
    return /^[\w$-]+$/.test(step) ? `.${step}` : `["${step}"]`;
  }
  if ("index" in step) return `[${step.index}]`;
  return `[${Object.entries(step.by)
    .map(([key, value]) => `${key}=${plain(value)}`)
    .join(",")}]`;
}

function plain(value: Json): string {
  return typeof value === "string" ? value : canonical(value);
}

/** The fields alone, without the elements of lists. */
export function fieldsOf(path: FieldPath): readonly string[] {
  return path.filter((step) => typeof step === "string");
}
