import type { ObjectName } from "../cluster-object";
import { textsIn } from "../json";
import { liveAt, type Scene } from "../look-at-object";
import { isMeaningful, knownObject } from "../new-cluster/new-cluster";
import { LeftAlone, write } from "./write";

/**
 * Puts back what an object of a new cluster does, and leaves alone what only describes it.
 *
 * @throws LeftAlone if it could not be.
 */
export async function putBack(name: ObjectName, { client, inventory }: Scene): Promise<void> {
  const known = knownObject(name);
  if (known === undefined) throw new LeftAlone("a new cluster has no such object");
  const path = inventory.pathOf(name);
  const live = await liveAt(path, client);
  if (live === undefined) return;
  const { metadata, status } = live;
  const descriptive = Object.entries(textsIn(metadata.labels)).filter(
    ([key]) => !isMeaningful(key),
  );
  const labels = { ...Object.fromEntries(descriptive), ...textsIn(known.metadata.labels) };
  const body = {
    ...known,
    metadata: { ...metadata, labels },
    ...(status !== undefined && { status }),
  };
  await write(client, { method: "PUT", path, body });
}
