import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";
import { answerOf, type Asker, askedFor, refusalIn } from "./ask";
import { type ClusterObject, nameOf, nameText, uidOf } from "./cluster-object";
import { withClusterOwned } from "./cluster-owned";
import { changed, remade, removed, stated } from "./compared";
import { differences, missingFrom } from "./difference";
import type { Finding } from "./drift";
import { type Inventory, servedOf } from "./inventory";
import { valueAt, withValueAt } from "./json";
import type { Program } from "./program";
import { pathOf, type ServedKind } from "./served";
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
  const served = servedAs(object, scene.inventory);
  let live = await firstLook(object, served, scene);
  for (let attempt = 1; live !== undefined; attempt++) {
    const path = `${pathOf(served, nameOf(object.inputs))}?dryRun=All&fieldManager=drift`;
    const body = putBody(object.inputs, live, scene.program);
    const answer = await answerOf(scene.client, { method: "PUT", path, body });
    if (answer.status === 200) {
      const would = withoutCarriedOver(answer.body as ClusterObject, body);
      return anew(object, live) ?? changed(object, live, differences(stated(would), stated(live)));
    }
    const isOld = answer.status === 409 || answer.status === 404;
    if (!isOld || attempt === attempts) {
      const wanted = withClusterOwned(object.inputs, live, scene.program);
      return remade(object, live, missingFrom(stated(wanted), stated(live)), refusalIn(answer));
    }
    live = await liveObject(object, served, scene.client);
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

/** @throws CannotCheck if the cluster does not know the kind. */
export function servedAs({ inputs }: ProgramObject, inventory: Inventory): ServedKind {
  const served = servedOf(inventory.kinds, nameOf(inputs));
  if (served === undefined) {
    throw new CannotCheck(
      `${nameText(nameOf(inputs))}: the cluster serves no ${inputs.apiVersion} ${inputs.kind}\n${remedy}`,
    );
  }
  return { ...served, apiVersion: inputs.apiVersion };
}

/** A list shows an object in one version, which may be another one than the program's. */
async function firstLook(
  object: ProgramObject,
  served: ServedKind,
  { client, inventory }: Scene,
): Promise<ClusterObject | undefined> {
  const listed = inventory.get(nameOf(object.inputs));
  return listed?.apiVersion === served.apiVersion ? listed : liveObject(object, served, client);
}

/** Undefined if it is not there. */
export async function liveObject(
  { inputs }: ProgramObject,
  served: ServedKind,
  client: Asker,
): Promise<ClusterObject | undefined> {
  const path = pathOf(served, nameOf(inputs));
  return (await askedFor(client, path)) as ClusterObject | undefined;
}
