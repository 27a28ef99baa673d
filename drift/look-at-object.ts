import type { Asker } from "../cluster/api-client";
import { answerOf, askedFor, refusalIn } from "./ask";
import { type ClusterObject, nameOf, uidOf } from "./cluster-object";
import { withClusterOwned } from "./cluster-owned";
import { changed, remade, removed, stated } from "./compared";
import { differences, missingFrom } from "./difference";
import type { Finding } from "./drift";
import type { Inventory } from "./inventory";
import { withKeySet } from "./issuer-keys";
import { type JsonObject, valueAt, withValueAt } from "./json";
import type { Program } from "./program";
import type { ProgramObject } from "./state";

/** How often an object is asked for again that was changed in between. */
const attempts = 5;

/** What the look at one object needs besides. */
export interface Scene {
  readonly client: Asker;
  readonly inventory: Inventory;
  readonly program: Program;
}

/**
 * Compares an object with what the API server would make of it if it were put there exactly as the
 * program says: a dry run of a PUT. So added fields show like changed ones, whoever wrote them.
 *
 * @returns undefined if it is as the program says.
 */
export async function lookAtObject(
  object: ProgramObject,
  scene: Scene,
): Promise<Finding | undefined> {
  const { client, inventory, program } = scene;
  const { inputs } = object;
  const path = inventory.pathOf(nameOf(inputs), inputs.apiVersion);
  // A list shows an object in one version, which may be another one than the program's.
  const listed = inventory.get(nameOf(inputs));
  let live = listed?.apiVersion === inputs.apiVersion ? listed : await liveAt(path, client);
  for (let attempt = 1; live !== undefined; attempt++) {
    const body = putBody(inputs, live, program);
    const dryRun = `${path}?dryRun=All&fieldManager=drift`;
    const answer = await answerOf(client, { method: "PUT", path: dryRun, body });
    if (answer.status === 200) {
      const would = withoutCarriedOver(answer.body as ClusterObject, body);
      return (
        anew(object, live) ?? changed(object, live, differences(compared(would), compared(live)))
      );
    }
    const isOld = answer.status === 409 || answer.status === 404;
    if (!isOld || attempt === attempts) {
      const wanted = withClusterOwned(inputs, live, program);
      return remade(object, live, missingFrom(compared(wanted), compared(live)), refusalIn(answer));
    }
    live = await liveAt(path, client);
  }
  return removed(object);
}

/** The object as the program says, in the place of the one that is there. */
export function putBody(
  inputs: ClusterObject,
  live: ClusterObject,
  program: Program,
): ClusterObject {
  const { metadata, ...rest } = withClusterOwned(inputs, live, program);
  const { resourceVersion = "" } = live.metadata;
  return { ...rest, metadata: { ...metadata, resourceVersion } };
}

function compared(object: ClusterObject): JsonObject {
  return stated(withKeySet(object));
}

/** A claim that was deleted and made again looks the same, and its volume is another one. */
function anew(object: ProgramObject, live: ClusterObject): Finding | undefined {
  const { inputs, uid: expected } = object;
  const found = uidOf(live);
  if (inputs.kind !== "PersistentVolumeClaim" || found === expected) return undefined;
  const difference = { path: ["metadata", "uid"], expected, found };
  return remade(object, live, [difference], "its data are lost: it is another claim");
}

/** A PUT of a namespace leaves its finalizers as they are, whatever it says: they have a way of their own. */
function withoutCarriedOver(would: ClusterObject, body: ClusterObject): ClusterObject {
  if (would.kind !== "Namespace") return would;
  const path = ["spec", "finalizers"];
  return withValueAt(would, path, valueAt(body, path)) as ClusterObject;
}

/** Undefined if nothing is there. */
export async function liveAt(path: string, client: Asker): Promise<ClusterObject | undefined> {
  return (await askedFor(client, path)) as ClusterObject | undefined;
}
