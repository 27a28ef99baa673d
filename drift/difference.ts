import type { FieldPath, Step } from "./field-path";
import { canonical, isJsonList, isJsonObject, type Json, type JsonObject } from "./json";

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
  if (![...expected, ...found].every(isJsonObject)) return [compareTexts(path, expected, found)];
  const keys = keysOf(path.at(-1), expected, found);
  const inner =
    keys === undefined ? byPlace(path, expected, found) : byKey(path, keys, expected, found);
  // The same elements in another order.
  return inner.length > 0 ? inner : [{ path, expected, found }];
}

function compareTexts(
  path: FieldPath,
  expected: readonly Json[],
  found: readonly Json[],
): Difference {
  const missing = without(expected, found);
  const added = without(found, expected);
  if (missing.length === 0 && added.length === 0) return { path, expected, found };
  return {
    path,
    expected: missing.length === 0 ? undefined : missing,
    found: added.length === 0 ? undefined : added,
  };
}

/** The keys by which the elements of both lists can be told apart. */
function keysOf(
  field: Step | undefined,
  ...lists: readonly (readonly Json[])[]
): readonly string[] | undefined {
  const candidates = typeof field === "string" ? (mergeKeys[field] ?? []) : [];
  return candidates.find((keys) =>
    lists.every((list) => {
      const all = list.map((element) => keyOf(element, keys));
      return all.every((key) => key !== undefined) && new Set(all.map(text)).size === all.length;
    }),
  );
}

function text(key: JsonObject | undefined): string {
  return key === undefined ? "" : canonical(key);
}

function keyOf(element: Json, keys: readonly string[]): JsonObject | undefined {
  if (!isJsonObject(element)) return undefined;
  const entries = keys.map((key) => [key, element[key]] as const);
  return entries.every((entry): entry is [string, Json] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function byKey(
  path: FieldPath,
  keys: readonly string[],
  expected: readonly Json[],
  found: readonly Json[],
): readonly Difference[] {
  const index = (list: readonly Json[]) =>
    new Map(
      list.map((element) => {
        const by = keyOf(element, keys) ?? {};
        return [canonical(by), { by, element }] as const;
      }),
    );
  const all = new Map([...index(expected), ...index(found)]);
  const [inExpected, inFound] = [index(expected), index(found)];
  return [...all].flatMap(([key, { by }]) =>
    compare([...path, { by }], inExpected.get(key)?.element, inFound.get(key)?.element),
  );
}

/** Equal elements count as the same ones; of the others, those at the same place of the rest. */
function byPlace(
  path: FieldPath,
  expected: readonly Json[],
  found: readonly Json[],
): readonly Difference[] {
  const missing = without(expected, found);
  const added = without(found, expected);
  return Array.from({ length: Math.max(missing.length, added.length) }, (_, i) => {
    const [wanted, there] = [missing[i], added[i]];
    const index = there === undefined ? expected.indexOf(wanted ?? null) : found.indexOf(there);
    return compare([...path, { index }], wanted, there);
  }).flat();
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
