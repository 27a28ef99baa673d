import type { ClusterObject } from "./cluster-object";
import type { FieldPath, Step } from "./field-path";
import {
  canonical,
  isJsonObject,
  type Json,
  type JsonObject,
  listIn,
  textsIn,
  valueAt,
} from "./json";

/** Who wrote a field last, by the object's managedFields: they can be forged, or be no more. */
export interface Touch {
  readonly manager: string;
  /** In RFC 3339; empty if it is not known. */
  readonly time: string;
}

interface Entry {
  readonly touch: Touch;
  readonly fields: Json | undefined;
  readonly isOfStatus: boolean;
}

/**
 * Who wrote a field, or who wrote last of all if nobody owns it, as nobody owns what was taken away.
 *
 * @param own The program's own manager, which takes nothing away by hand.
 */
export function touchOf(live: ClusterObject, path: FieldPath, own: string): Touch | undefined {
  const latest = entriesOf(live).sort((a, b) => byTime(b, a));
  const depths = latest.map(({ fields }) => depthOf(fields, path));
  const depth = Math.max(...depths);
  const deepest = latest.filter((_, i) => depth > 0 && depths[i] === depth);
  const isOthers = ({ touch }: Entry) => touch.manager !== own;
  const owner = deepest.find(isOthers) ?? (depth === path.length ? deepest[0] : undefined);
  return (owner ?? latest.find((it) => isOthers(it) && !it.isOfStatus))?.touch;
}

/** Who made an object, as far as it shows. */
export function makerOf(live: ClusterObject): Touch | undefined {
  return entriesOf(live).sort(byTime)[0]?.touch;
}

function byTime(a: Entry, b: Entry): number {
  return a.touch.time.localeCompare(b.touch.time);
}

function entriesOf({ metadata }: ClusterObject): Entry[] {
  return listIn(metadata.managedFields).map((entry) => {
    const { manager = "", time = "", subresource } = textsIn(entry);
    const fields = valueAt(entry, ["fieldsV1"]);
    return { touch: { manager, time }, fields, isOfStatus: subresource === "status" };
  });
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
