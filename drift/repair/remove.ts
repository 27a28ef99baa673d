import { setTimeout as sleep } from "node:timers/promises";
import { nameText, type ObjectName, uidOf } from "../cluster-object";
import { liveAt, type Scene } from "../look-at-object";
import { LeftAlone, write } from "./write";

/** Kinds that are never deleted nor made anew here, each with the reason. */
const holdingData: Readonly<Record<string, string>> = {
  Namespace: "all that is in it would go with it",
  PersistentVolume: "it holds data",
  PersistentVolumeClaim: "it holds data",
  StatefulSet: "its claims may go with it",
};

/** How long an object may take to go, with all that it owns, in ms. */
const goneDeadline = 90_000;
const pause = 250;

/** Why objects of a kind are left alone; undefined if they hold no data. */
export function holdsData(kind: string): string | undefined {
  return holdingData[kind];
}

/**
 * Deletes an object with all that it owns, and waits until it is gone.
 *
 * @throws LeftAlone if it does not go.
 */
export async function remove(name: ObjectName, { client, inventory }: Scene): Promise<void> {
  const reason = holdsData(name.kind);
  if (reason !== undefined) throw new LeftAlone(`it is never deleted here: ${reason}`);
  const path = inventory.pathOf(name);
  const meant = await liveAt(path, client);
  if (meant === undefined) return;
  const uid = uidOf(meant);
  // That very object, and no other of its name; gone when all is gone that it owns.
  const body = { preconditions: { uid }, propagationPolicy: "Foreground" };
  await write(client, { method: "DELETE", path, body }, 404);
  const deadline = Date.now() + goneDeadline;
  while (Date.now() < deadline) {
    const there = await liveAt(path, client);
    if (there === undefined || uidOf(there) !== uid) return;
    await sleep(pause);
  }
  throw new LeftAlone(
    `${nameText(name)} is still there ${goneDeadline / 1000} s after it was deleted; does a finalizer keep it?`,
  );
}
