/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [field: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The same text for the same value, whatever the order of its fields. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: Json) =>
    isJsonObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The value at a path of fields; undefined if there is none. */
export function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (part, field) => (isJsonObject(part) ? part[field] : undefined),
    value,
  );
}

/** A copy with another value at a path of fields; undefined takes the field away. */
export function withValueAt(
  object: JsonObject,
  [field, ...rest]: readonly string[],
  value: Json | undefined,
): JsonObject {
  if (field === undefined) return object;
  const { [field]: old, ...others } = object;
  if (rest.length === 0) return value === undefined ? others : { ...object, [field]: value };
  if (value === undefined && !isJsonObject(old)) return object;
  return { ...object, [field]: withValueAt(isJsonObject(old) ? old : {}, rest, value) };
}

/** The texts of an object of texts, such as labels; empty if it is none. */
export function textsIn(value: Json | undefined): Readonly<Record<string, string>> {
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter(
          (entry): entry is [string, string] => typeof entry[1] === "string",
        ),
      )
    : {};
}

export function listIn(value: Json | undefined): readonly Json[] {
  return isJsonList(value) ? value : [];
}

export function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
