import type { ClusterObject } from "./cluster-object";
import { type FieldPath, fieldsOf } from "./field-path";
import { isJsonList, isJsonObject, type Json } from "./json";

/** What stands in the place of a secret. */
export const secret = "(secret)";

/** Fields whose values are never shown: those of Secrets, and copies that kubectl keeps of them. */
function isAlwaysSecret({ kind }: Pick<ClusterObject, "kind">, fields: readonly string[]): boolean {
  const [first, second, third] = fields;
  return (
    (kind === "Secret" && (first === "data" || first === "stringData")) ||
    (first === "metadata" &&
      second === "annotations" &&
      third === "kubectl.kubernetes.io/last-applied-configuration")
  );
}

/**
 * A value as it may be shown.
 *
 * @param path Where it stands.
 * @param secrets Where the program has secrets.
 */
export function masked(
  object: Pick<ClusterObject, "kind">,
  path: FieldPath,
  value: Json | undefined,
  secrets: readonly FieldPath[],
): Json | undefined {
  const fields = fieldsOf(path);
  if (value === undefined) return undefined;
  if (isAlwaysSecret(object, fields) || secrets.some((it) => isBelow(fields, fieldsOf(it)))) {
    return secret;
  }
  if (isJsonList(value)) {
    return value.map((one, index) => masked(object, [...path, { index }], one, secrets) ?? null);
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      masked(object, [...path, field], inner, secrets) ?? null,
    ]),
  );
}

/** By fields alone: the elements of a list are kept secret together. */
function isBelow(fields: readonly string[], secretFields: readonly string[]): boolean {
  return secretFields.every((field, i) => fields[i] === field);
}
