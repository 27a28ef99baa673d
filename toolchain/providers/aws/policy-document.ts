import { z } from "zod";
import { PropertyMap, PropertyValue, equalProperties, isList, isMap } from "../property-diff";

/** An IAM policy document, as the JSON text that the program gives. */
export const policyDocument = z
  .string({ error: "missing; expected the JSON text of a policy document" })
  .refine((text) => parse(text) !== undefined, {
    error: 'not a policy document; expected JSON such as {"Version":"2012-10-17","Statement":[…]}',
  });

/**
 * Whether two documents say the same: spaces, the order of keys and of the values of a list do
 * not count, nor whether a single value stands in a list.
 */
export function samePolicy(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return a === b;
  return equalProperties(canonical(left), canonical(right));
}

function parse(text: string): PropertyMap | undefined {
  try {
    const value = JSON.parse(text) as PropertyValue;
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function canonical(value: PropertyValue): PropertyValue {
  if (isMap(value)) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, child]) => [key, canonical(child)]));
  }
  if (!isList(value)) return value;
  const items = value.map(canonical);
  const [first, ...others] = items;
  if (first !== undefined && others.length === 0) return first;
  return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
