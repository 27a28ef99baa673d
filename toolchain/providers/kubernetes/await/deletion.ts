import type { PropertyMap } from "../../property-diff";
import { pauseFor } from "../api/retry";
import { textsAt } from "../fields";
import { metadataOf, nameOf } from "../metadata";
import type { Session } from "../session";
import { ObjectType, formatId } from "../token";
import { conditionsOf } from "./progress";

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 1_000;

/** Waits until an object that is being deleted is gone, or another one has taken its name. */
export async function waitUntilGone(
  { cluster, log }: Session,
  urn: string,
  type: ObjectType,
  deleted: PropertyMap,
  patienceMs: number,
): Promise<void> {
  const name = nameOf(deleted);
  const { uid } = metadataOf(deleted);
  const until = Date.now() + patienceMs;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(2 * pause, LONGEST_POLL_MS)) {
    const live = await cluster.get(type, name);
    if (!live || metadataOf(live).uid !== uid) break;
    const reason = `${type.kind} ${formatId(name)} is still there: ${whatRemains(live)}`;
    if (Date.now() >= until) {
      throw new Error(`${reason} (waited ${patienceMs / 1000} s)`);
    }
    if (pause === LONGEST_POLL_MS) log.status(urn, reason);
    await pauseFor(pause, cluster.signal);
  }
  log.status(urn, "");
}

/** What keeps an object from going away, by its conditions and finalizers. */
export function whatRemains(live: PropertyMap): string {
  const conditions = conditionsOf(live)
    .filter(
      ({ type, status }) => status === "True" && /^Namespace.*(Remaining|Failure)$/.test(type),
    )
    .map(({ message }) => message);
  if (conditions.length > 0) return conditions.join("; ");

  const finalizers = textsAt(metadataOf(live), "finalizers");
  if (finalizers.includes("foregroundDeletion")) return "what depends on it is being deleted";
  return finalizers.length > 0 ? `it waits for ${finalizers.join(", ")}` : "it is stopping";
}
