import { z } from "zod";
import { PropertyMap, PropertyValue, equalProperties, isList, isMap } from "../property-diff";

/** An IAM policy document, as the JSON text that the program gives; nothing stands before its brace. */
export const policyDocument = z
  .string({ error: "missing; expected the JSON text of a policy document" })
  .refine((text) => text.startsWith("{") && parse(text) !== undefined, {
    error: 'not a policy document; expected JSON such as {"Version":"2012-10-17","Statement":[…]}',
  })
  .refine((text) => keysWritten(text) === keysIn(parse(text) ?? {}), {
    error: "a key stands twice in one object; expected each key once",
  });

/** Of the policies that stand in a role, in characters without blanks between them. */
const LONGEST = 10_240;

export const inlinePolicyDocument = policyDocument.refine(
  (text) => JSON.stringify(parse(text) ?? {}).length <= LONGEST,
  { error: `too long; a role's own policy has at most ${LONGEST} characters` },
);

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

/** Keys in the text; those that JSON.parse lets the last one of win, too. */
function keysWritten(text: string): number {
  const strings = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g);
  return [...strings].filter(([, colon]) => colon !== undefined).length;
}

function keysIn(value: PropertyValue): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + keysIn(item), 0);
  if (!isMap(value)) return 0;
  return Object.values(value).reduce<number>((sum, child) => sum + 1 + keysIn(child), 0);
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
