import { PropertyMap, PropertyValue, isMap } from "../../../../toolchain/providers/property-diff";

export function merge(before: PropertyValue | undefined, after: PropertyValue): PropertyValue {
  if (!isMap(before) || !isMap(after)) return after;
  const merged = Object.entries(after).map(([key, value]) => [key, merge(before[key], value)]);
  return { ...before, ...(Object.fromEntries(merged) as PropertyMap) };
}

/** Paths of everything below a value that is no map; names that hold dots stay as they are. */
export function leaves(prefix: string, value: PropertyValue | undefined): string[] {
  if (!isMap(value)) return [prefix.startsWith(".") ? prefix : `.${prefix}`];
  return Object.entries(value).flatMap(([key, child]) => leaves(`${prefix}.${key}`, child));
}

export function valueAt(
  object: PropertyMap,
  path: readonly (string | number)[],
): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>(
    (value, step) => (isMap(value) ? value[step] : undefined),
    object,
  );
}

export function valueAtField(
  object: PropertyValue | undefined,
  field: string,
): PropertyValue | undefined {
  if (field === "") return object;
  if (!isMap(object)) return undefined;
  const key = Object.keys(object).find((name) => `${field}.`.startsWith(`.${name}.`));
  return key === undefined ? undefined : valueAtField(object[key], field.slice(1 + key.length));
}

export function removed(object: PropertyMap, field: string): PropertyMap {
  const key = Object.keys(object).find((name) => `${field}.`.startsWith(`.${name}.`));
  if (key === undefined) return object;
  const { [key]: child, ...rest } = object;
  if (field === `.${key}` || !isMap(child)) return rest;
  return { ...rest, [key]: removed(child, field.slice(1 + key.length)) };
}
