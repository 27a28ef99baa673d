import { setTimeout as sleep } from "node:timers/promises";
import { claimsOf } from "../claims";
import { nameOf, nameText } from "../cluster-object";
import type { Finding } from "../drift";
import { Inventory } from "../inventory";
import { liveAt, lookAtObject, type Scene } from "../look-at-object";
import type { ProgramObject } from "../state";
import { holdsData, remove } from "./remove";
import { apply, disown, LeftAlone, putAsStated } from "./write";

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
 * @throws LeftAlone if it is not as the program says in the end.
 */
export async function restore(object: ProgramObject, scene: Scene): Promise<void> {
  // Each look asks the cluster anew.
  const now = { ...scene, inventory: new Inventory(scene.inventory.kinds, []) };
  let fault = new LeftAlone();
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const finding = await lookAtObject(object, now);
    if (finding === undefined) return;
    const fields = finding.fields.map(({ field }) => field).join(", ");
    fault = new LeftAlone(`is still otherwise: ${fields}`);
    await step(finding, object, now).catch((error: unknown) => {
      if (!(error instanceof LeftAlone) || finding.kind !== "changed") throw error;
      fault = error;
    });
    await sleep(pause);
  }
  throw fault;
}

async function step({ kind }: Finding, object: ProgramObject, scene: Scene): Promise<void> {
  if (kind === "removed") {
    await expectData(object, scene);
    await apply(object, scene);
  } else if (kind === "remade") {
    const reason = holdsData(object.inputs.kind);
    if (reason !== undefined) {
      throw new LeftAlone(`it cannot be changed back, and is not made anew: ${reason}`);
    }
    await remove(nameOf(object.inputs), scene);
  } else {
    await putAsStated(object, scene);
    await apply(object, scene);
    await disown(object, scene);
  }
}

/** @throws LeftAlone if the data are gone: they do not come back as an empty claim. */
async function expectData({ inputs }: ProgramObject, scene: Scene): Promise<void> {
  if (inputs.kind === "PersistentVolumeClaim") throw new LeftAlone(dataLost);
  for (const claim of inputs.kind === "StatefulSet" ? claimsOf(inputs) : []) {
    const live = await liveAt(scene.inventory.pathOf(claim), scene.client);
    if (live === undefined) throw new LeftAlone(`${nameText(claim)}: ${dataLost}`);
  }
}
