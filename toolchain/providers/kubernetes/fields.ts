import { PropertyMap, isList, isMap } from "../property-diff";

/** The map under a key; empty where there is none. */
export function mapAt(object: PropertyMap, key: string): PropertyMap {
  const value = object[key];
  return isMap(value) ? value : {};
}

/** The maps in the list under a key. */
export function mapsAt(object: PropertyMap, key: string): PropertyMap[] {
  const value = object[key];
  return isList(value) ? value.filter(isMap) : [];
}

/** The strings in the list under a key. */
export function textsAt(object: PropertyMap, key: string): string[] {
  const value = object[key];
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

export function numberAt(object: PropertyMap, key: string, fallback = 0): number {
  const value = object[key];
  return typeof value === "number" ? value : fallback;
}

/** The string under a key; empty where there is none. */
export function textAt(object: PropertyMap, key: string): string {
  const value = object[key];
  return typeof value === "string" ? value : "";
}

export function without(object: PropertyMap, ...keys: string[]): PropertyMap {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
