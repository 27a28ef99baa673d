import { answerOf, askedFor, refusalIn } from "../ask";
import type { ClusterObject, ObjectName } from "../cluster-object";
import { servedOf } from "../inventory";
import type { Scene } from "../look-at-object";
import { knownObject } from "../new-cluster/new-cluster";
import { pathOf } from "../served";
import { textsIn } from "../json";

/**
 * Puts back what an object of a new cluster does, and leaves alone what only describes it.
 *
 * @returns why it could not be; undefined if it was.
 */
export async function putBack(
  name: ObjectName,
  { client, inventory }: Pick<Scene, "client" | "inventory">,
): Promise<string | undefined> {
  const served = servedOf(inventory.kinds, name);
  const known = knownObject(name);
  if (served === undefined || known === undefined) return "a new cluster has no such object";
  const path = pathOf(served, name);
  const live = (await askedFor(client, path)) as ClusterObject | undefined;
  if (live === undefined) return undefined;
  const { metadata, status } = live;
  const descriptive = Object.entries(textsIn(metadata.labels)).filter(
    ([key]) => !key.startsWith("rbac.authorization.k8s.io/"),
  );
  const labels = { ...Object.fromEntries(descriptive), ...textsIn(known.metadata.labels) };
  const body = {
    ...known,
    metadata: { ...metadata, labels },
    ...(status !== undefined && { status }),
  };
  const answer = await answerOf(client, { method: "PUT", path, body });
  return answer.status === 200 ? undefined : refusalIn(answer);
}
