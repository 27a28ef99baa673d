import { z } from "zod";
import { PropertyMap, PropertyPath, formatPath, isMap } from "../property-diff";
import { UNKNOWN, reveal } from "../rpc/properties";

export interface CheckFailure {
  /** Path of the property at fault. */
  readonly property: string;
  readonly reason: string;
}

const LEAVE_OUT = "not an option that this provider knows; leave it out";

/** What is wrong with inputs, as far as a preview can know. */
export function failuresIn(
  schema: z.ZodType,
  inputs: PropertyMap,
  remedyFor: (name: string) => string = () => LEAVE_OUT,
): CheckFailure[] {
  const given = reveal(inputs);
  const parsed = schema.safeParse(withoutUnknowns(given));
  if (parsed.success) return [];
  return parsed.error.issues
    .filter(({ path: [name] }) => given[String(name)] !== UNKNOWN)
    .flatMap((issue) => failuresOf(issue, remedyFor));
}

function failuresOf(issue: z.core.$ZodIssue, remedyFor: (name: string) => string): CheckFailure[] {
  const path = issue.path as PropertyPath;
  if (issue.code !== "unrecognized_keys") {
    return [{ property: formatPath(path), reason: issue.message }];
  }
  return issue.keys.map((key) => ({
    property: formatPath([...path, key]),
    reason: remedyFor(key),
  }));
}

function withoutUnknowns(map: PropertyMap): PropertyMap {
  const known = Object.entries(map).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(
    known.map(([key, value]) => [key, isMap(value) ? withoutUnknowns(value) : value]),
  );
}
