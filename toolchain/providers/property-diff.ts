/** A plain property as the engine's wire format knows it, secrets already unwrapped. */
export type PropertyValue =
  null | boolean | number | string | readonly PropertyValue[] | PropertyMap;

export interface PropertyMap {
  readonly [key: string]: PropertyValue;
}

/** Keys of maps and indices of lists, from the root to one property. */
export type PropertyPath = readonly (string | number)[];

export interface PropertyChange {
  readonly path: PropertyPath;
  readonly kind: "add" | "delete" | "update";
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/**
 * The smallest properties that differ between two bags. Maps are compared by key, lists by
 * index; a map or list that is new or gone is one change. A value that is not known yet is a
 * value unlike any known one, so it counts as an update.
 */
export function diffProperties(olds: PropertyMap, news: PropertyMap): PropertyChange[] {
  return changesBetween([], olds, news);
}

export function equalProperties(
  a: PropertyValue | undefined,
  b: PropertyValue | undefined,
): boolean {
  return changesBetween([], a, b).length === 0;
}

/** Written as the engine reads it: `spec.ports[0].port`, `metadata.labels["a.b/c"]`. */
export function formatPath(path: PropertyPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${String(step)}]`;
    if (/[."[\]]/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

function changesBetween(
  path: PropertyPath,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): PropertyChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, kind: "add" }];
  if (after === undefined) return [{ path, kind: "delete" }];
  if (isMap(before) && isMap(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween([...path, key], before[key], after[key]));
  }
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      changesBetween([...path, index], before[index], after[index]),
    ).flat();
  }
  return before === after ? [] : [{ path, kind: "update" }];
}
