import { setTimeout as sleep } from "node:timers/promises";
import { askedFor } from "../ask";
import { nameOf, nameText } from "../cluster-object";
import type { Finding } from "../drift";
import { Inventory } from "../inventory";
import { lookAtObject, type Scene } from "../look-at-object";
import { claimsOf } from "../lost-claims";
import type { ProgramObject } from "../state";
import { holdsData } from "./holds-data";
import { remove } from "./remove";
import { apply, disown, putAsStated } from "./write";

/** How often an object is written until it is as the program says. */
const attempts = 6;
const pause = 300;

/** What is said of a claim that is no more. */
export const dataLost =
  "its data are lost; `pulumi up --refresh` makes an empty one, and the restore job puts back the newest dump";

/**
 * Puts an object of the program back: by a PUT in one step, so that no controller acts on half of it;
 * then by a server-side apply under the manager that Pulumi applies it by, so that what is stated is
 * Pulumi's again.
 *
 * @returns why it could not be; undefined if it is as the program says.
 */
export async function restore(
  object: ProgramObject,
  scene: Scene,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Each look asks the cluster anew.
  const now = { ...scene, inventory: new Inventory(scene.inventory.kinds, []) };
  let fault = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const finding = await lookAtObject(object, now);
    if (finding === undefined) return undefined;
    const refused = await step(finding, object, now, signal);
    fault = refused ?? `is still otherwise: ${finding.fields.map(({ field }) => field).join(", ")}`;
    if (refused !== undefined && finding.kind !== "changed") return refused;
    await sleep(pause, undefined, { signal });
  }
  return fault;
}

async function step(
  finding: Finding,
  object: ProgramObject,
  scene: Scene,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (finding.kind) {
    case "removed":
      return (await lost(object, scene)) ?? apply(object, scene);
    case "remade": {
      const reason = holdsData(object.inputs.kind);
      return reason === undefined
        ? remove(nameOf(object.inputs), scene, signal)
        : `it cannot be changed back, and is not made anew: ${reason}`;
    }
    default:
      return (
        (await putAsStated(object, scene)) ??
        (await apply(object, scene)) ??
        (await disown(object, scene))
      );
  }
}

/** What is gone with its data does not come back as an empty one. */
async function lost({ inputs }: ProgramObject, scene: Scene): Promise<string | undefined> {
  if (inputs.kind === "PersistentVolumeClaim") return dataLost;
  if (inputs.kind !== "StatefulSet") return undefined;
  for (const claim of claimsOf(inputs)) {
    const { namespace, name } = claim;
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
    if ((await askedFor(scene.client, path)) === undefined)
      return `${nameText(claim)}: ${dataLost}`;
  }
  return undefined;
}
