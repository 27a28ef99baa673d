import type { ClusterObject } from "./cluster-object";
import { type FieldPath, fieldsOf } from "./field-path";
import { isJsonList, isJsonObject, type Json } from "./json";

/** What stands in the place of a secret. */
export const secret = "(secret)";

/** Fields whose values are never shown: those of Secrets, and copies that kubectl keeps of them. */
const ofSecrets = [["data"], ["stringData"]];
const ofAll = [["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"]];

/**
 * A value as it may be shown.
 *
 * @param path Where it stands.
 * @param secrets Where the program has secrets; the elements of a list are kept secret together.
 */
export function masked(
  { kind }: Pick<ClusterObject, "kind">,
  path: FieldPath,
  value: Json | undefined,
  secrets: readonly FieldPath[],
): Json | undefined {
  const hidden = [...secrets.map(fieldsOf), ...ofAll, ...(kind === "Secret" ? ofSecrets : [])];
  return value === undefined ? undefined : shown(fieldsOf(path), value, hidden);
}

function shown(
  fields: readonly string[],
  value: Json,
  hidden: readonly (readonly string[])[],
): Json {
  if (hidden.some((it) => it.every((field, i) => fields[i] === field))) return secret;
  if (isJsonList(value)) return value.map((one) => shown(fields, one, hidden));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      shown([...fields, field], inner, hidden),
    ]),
  );
}
