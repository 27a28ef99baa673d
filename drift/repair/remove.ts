import { setTimeout as sleep } from "node:timers/promises";
import { answerOf, askedFor, refusalIn } from "../ask";
import { type ClusterObject, nameText, type ObjectName, uidOf } from "../cluster-object";
import { servedOf } from "../inventory";
import type { Scene } from "../look-at-object";
import { pathOf } from "../served";
import { holdsData } from "./holds-data";

/** How long an object may take to go, with all that it owns, in ms. */
const goneDeadline = 90_000;
const pause = 250;

/**
 * Deletes an object with all that it owns, and waits until it is gone.
 *
 * @returns why it could not be; undefined if it is gone.
 */
export async function remove(
  name: ObjectName,
  { client, inventory }: Pick<Scene, "client" | "inventory">,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reason = holdsData(name.kind);
  if (reason !== undefined) return `it is never deleted here: ${reason}`;
  const served = servedOf(inventory.kinds, name);
  if (served === undefined) return `the cluster serves no ${name.kind}`;
  const path = pathOf(served, name);
  const meant = (await askedFor(client, path)) as ClusterObject | undefined;
  if (meant === undefined) return undefined;
  const uid = uidOf(meant);
  const answer = await answerOf(client, {
    method: "DELETE",
    path,
    // That very object, and no other of its name; gone when all is gone that it owns.
    body: { preconditions: { uid }, propagationPolicy: "Foreground" },
  });
  if (answer.status >= 300 && answer.status !== 404) return refusalIn(answer);
  const deadline = Date.now() + goneDeadline;
  while (Date.now() < deadline) {
    const there = (await askedFor(client, path)) as ClusterObject | undefined;
    if (there === undefined || uidOf(there) !== uid) return undefined;
    await sleep(pause, undefined, { signal });
  }
  return `${nameText(name)} is still there ${goneDeadline / 1000} s after it was deleted; does a finalizer keep it?`;
}
