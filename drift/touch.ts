import { type ClusterObject, textOf } from "./cluster-object";
import type { FieldPath, Step } from "./field-path";
import { canonical, isJsonObject, type Json, type JsonObject, listIn, valueAt } from "./json";

/** Who wrote a field last, by the object's managedFields: they can be forged, or be no more. */
export interface Touch {
  readonly manager: string;
  /** In RFC 3339; empty if it is not known. */
  readonly time: string;
}

interface Entry extends Touch {
  readonly fields: Json | undefined;
  readonly isOfSubresource: boolean;
}

/**
 * Who wrote a field, or who wrote last of all if nobody owns it, as nobody owns what was taken away.
 *
 * @param own The program's own manager, which takes nothing away by hand.
 */
export function touchOf(live: ClusterObject, path: FieldPath, own: string): Touch | undefined {
  const entries = entriesOf(live);
  const owners = entries
    .map((entry) => ({ entry, depth: depthOf(entry.fields, path) }))
    .filter(({ depth }) => depth > 0)
    .sort((a, b) => b.depth - a.depth || b.entry.time.localeCompare(a.entry.time));
  const deepest = owners.filter(({ depth }) => depth === owners[0]?.depth);
  const others = deepest.filter(({ entry }) => entry.manager !== own);
  const owner = others[0] ?? (deepest[0]?.depth === path.length ? deepest[0] : undefined);
  return owner === undefined ? lastTouch(entries, own) : touch(owner.entry);
}

/** Who made an object, as far as it shows. */
export function makerOf(live: ClusterObject): Touch | undefined {
  const [first] = entriesOf(live).sort((a, b) => a.time.localeCompare(b.time));
  return first && touch(first);
}

function lastTouch(entries: readonly Entry[], own: string): Touch | undefined {
  const [last] = entries
    .filter(({ manager, isOfSubresource }) => manager !== own && !isOfSubresource)
    .sort((a, b) => b.time.localeCompare(a.time));
  return last && touch(last);
}

function touch({ manager, time }: Entry): Touch {
  return { manager, time };
}

function entriesOf({ metadata }: ClusterObject): Entry[] {
  return listIn(metadata.managedFields).map((entry) => ({
    manager: textOf(valueAt(entry, ["manager"])),
    time: textOf(valueAt(entry, ["time"])),
    fields: valueAt(entry, ["fieldsV1"]),
    isOfSubresource: valueAt(entry, ["subresource"]) === "status",
  }));
}

/** How many steps of a path the fields of a manager go along; 0 if they end beside it. */
function depthOf(fields: Json | undefined, [step, ...rest]: FieldPath): number {
  if (step === undefined || !isJsonObject(fields)) return 0;
  const inner = childOf(fields, step);
  if (inner === undefined) return 0;
  const depth = depthOf(inner, rest);
  // What has no fields of its own is owned whole, an atomic list for one.
  const isWhole = isJsonObject(inner) && Object.keys(inner).length === 0;
  return rest.length === 0 || isWhole || depth > 0 ? 1 + depth : 0;
}

function childOf(fields: JsonObject, step: Step): Json | undefined {
  if (typeof step === "string") return fields[`f:${step}`];
  if ("index" in step) return undefined;
  return fields[`k:${canonical(step.by)}`];
}
