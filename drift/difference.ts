import type { FieldPath, Step } from "./field-path";
import { canonical, isJsonList, isJsonObject, type Json, type JsonObject, valueAt } from "./json";

/**
 * Where two objects differ. Of a list of plain values, `expected` has what is missing and `found` what
 * is there besides; or both the whole list, if only the order differs.
 */
export interface Difference {
  readonly path: FieldPath;
  /** Undefined if it should not be there. */
  readonly expected: Json | undefined;
  /** Undefined if it is not there. */
  readonly found: Json | undefined;
}

/** What tells the elements of a list apart, by the list's field; the first that all have counts. */
const mergeKeys: Readonly<Record<string, readonly (readonly string[])[]>> = {
  containers: [["name"]],
  initContainers: [["name"]],
  ephemeralContainers: [["name"]],
  volumes: [["name"]],
  env: [["name"]],
  imagePullSecrets: [["name"]],
  volumeMounts: [["mountPath"]],
  volumeDevices: [["devicePath"]],
  hostAliases: [["ip"]],
  ports: [
    ["containerPort", "protocol"],
    ["port", "protocol"],
  ],
  topologySpreadConstraints: [["topologyKey", "whenUnsatisfiable"]],
  ownerReferences: [["uid"]],
  webhooks: [["name"]],
  matchConditions: [["name"]],
  variables: [["name"]],
  endpoints: [["addresses"]],
  keys: [["kid"]],
};

/** All differences of what is found from what is expected, in the order of the fields. */
export function differences(expected: Json, found: Json): readonly Difference[] {
  return compare([], expected, found);
}

function compare(path: FieldPath, expected?: Json, found?: Json): readonly Difference[] {
  if (expected === undefined || found === undefined) {
    return expected === found ? [] : [{ path, expected, found }];
  }
  if (isJsonObject(expected) && isJsonObject(found)) {
    const fields = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...fields]
      .sort()
      .flatMap((field) => compare([...path, field], expected[field], found[field]));
  }
  if (canonical(expected) === canonical(found)) return [];
  if (isJsonList(expected) && isJsonList(found)) return compareLists(path, expected, found);
  return [{ path, expected, found }];
}

function compareLists(
  path: FieldPath,
  expected: readonly Json[],
  found: readonly Json[],
): readonly Difference[] {
  const missing = without(expected, found);
  const added = without(found, expected);
  // The same elements in another order.
  const reordered = { path, expected, found };
  if (![...expected, ...found].every(isJsonObject)) {
    if (missing.length === 0 && added.length === 0) return [reordered];
    const some = (list: readonly Json[]) => (list.length === 0 ? undefined : list);
    return [{ path, expected: some(missing), found: some(added) }];
  }
  // Equal elements count as the same ones; of the others, those at the same place of the rest.
  const byPlace = () =>
    Array.from({ length: Math.max(missing.length, added.length) }, (_, i): Pair => {
      const [wanted, there] = [missing[i], added[i]];
      const index = there === undefined ? expected.indexOf(wanted ?? null) : found.indexOf(there);
      return [{ index }, wanted, there];
    });
  const pairs = byKey(path.at(-1), expected, found) ?? byPlace();
  const inner = pairs.flatMap(([step, ...values]) => compare([...path, step], ...values));
  return inner.length > 0 ? inner : [reordered];
}

/** What is compared as one element of two lists, and where that stands. */
type Pair = readonly [step: Step, expected: Json | undefined, found: Json | undefined];

/** Undefined if no keys of the field tell the elements of both lists apart. */
function byKey(
  field: Step | undefined,
  expected: readonly Json[],
  found: readonly Json[],
): readonly Pair[] | undefined {
  const candidates = typeof field === "string" ? (mergeKeys[field] ?? []) : [];
  for (const keys of candidates) {
    const [wanted, there] = [index(expected, keys), index(found, keys)];
    if (wanted === undefined || there === undefined) continue;
    const all = new Set([...wanted.keys(), ...there.keys()]);
    return [...all].map((key) => [
      { by: JSON.parse(key) as JsonObject },
      wanted.get(key),
      there.get(key),
    ]);
  }
  return undefined;
}

/** The elements by what they have at the keys, as JSON; undefined if one lacks a key or two are alike. */
function index(
  list: readonly Json[],
  keys: readonly string[],
): ReadonlyMap<string, Json> | undefined {
  const entries = list.map((element) => {
    const by = keys.flatMap((key) => {
      const value = valueAt(element, [key]);
      return value === undefined ? [] : [[key, value] as const];
    });
    return by.length < keys.length
      ? undefined
      : ([canonical(Object.fromEntries(by)), element] as const);
  });
  const elements = new Map(entries.filter((entry) => entry !== undefined));
  return elements.size === list.length ? elements : undefined;
}

/** What is in the one list and, so many times, not in the other. */
function without(list: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = others.map(canonical);
  return list.filter((element) => {
    const place = left.indexOf(canonical(element));
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}

/** Where an object has not all that is stated: fields that it has besides do not count. */
export function missingFrom(stated: Json, found: Json): readonly Difference[] {
  return differences(stated, found).filter(({ expected }) => expected !== undefined);
}
