import { PropertyMap, PropertyValue, equalProperties, isList, isMap } from "../property-diff";

type Value = PropertyValue | undefined;

/**
 * The inputs that would lead to the live object: `manifest` where nothing drifted, the live
 * value where somebody changed it, nothing where it was removed.
 *
 * @param manifest what the program applied last
 * @param applied what the server would make of the manifest today. Where it equals `live`, the
 *   manifest's own spelling stays ("1000m" for "1"), and what the server adds is no drift.
 */
export function observedManifest(
  manifest: PropertyMap,
  applied: PropertyMap,
  live: PropertyMap,
): PropertyMap {
  return observeMap(manifest, applied, live);
}

function observe(manifest: PropertyValue, applied: Value, live: Value): Value {
  if (equalProperties(applied, live)) return manifest;
  if (isMap(manifest) && isMap(live)) return observeMap(manifest, applied, live);
  if (isList(manifest) && isList(live)) {
    return observeList(manifest, isList(applied) ? applied : [], live);
  }
  return live;
}

function observeMap(manifest: PropertyMap, applied: Value, live: PropertyMap): PropertyMap {
  const expected = isMap(applied) ? applied : {};
  const kept = Object.entries(manifest).map(([key, value]) => [
    key,
    observe(value, expected[key], live[key]),
  ]);
  const added = Object.entries(live).filter(([key]) => !(key in manifest) && !(key in expected));
  return Object.fromEntries(
    [...kept, ...added].filter(([, value]) => value !== undefined),
  ) as PropertyMap;
}

function observeList(
  manifest: readonly PropertyValue[],
  applied: readonly PropertyValue[],
  live: readonly PropertyValue[],
): PropertyValue[] {
  const added = live.filter((item) => !applied.some((known) => equalProperties(known, item)));
  if (![...manifest, ...applied, ...live].every(isNamed)) {
    const inPlace = manifest
      .slice(0, live.length)
      .map((item, index) => observe(item, applied[index], live[index]));
    return [
      ...inPlace,
      ...live.slice(manifest.length).filter((item) => added.includes(item)),
    ].filter((item) => item !== undefined);
  }
  const kept = manifest.map((item) =>
    observe(item, named(applied, itemName(item)), named(live, itemName(item))),
  );
  const strangers = added.filter(
    (item) => !named(manifest, itemName(item)) && !named(applied, itemName(item)),
  );
  return [...kept, ...strangers].filter((item) => item !== undefined);
}

function isNamed(item: PropertyValue): boolean {
  return itemName(item) !== undefined;
}

function itemName(item: PropertyValue): string | undefined {
  const name = isMap(item) ? item.name : undefined;
  return typeof name === "string" ? name : undefined;
}

function named(items: readonly PropertyValue[], name: string | undefined): Value {
  return items.find((item) => itemName(item) === name);
}
