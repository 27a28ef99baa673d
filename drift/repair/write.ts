import type { ApiAnswer } from "../../cluster/api-client";
import { answerOf, refusalIn } from "../ask";
import { type ClusterObject, nameOf } from "../cluster-object";
import { listIn, valueAt, withValueAt } from "../json";
import { liveObject, putBody, type Scene, servedAs } from "../look-at-object";
import { pathOf } from "../served";
import type { ProgramObject } from "../state";

// Each returns why an object was refused, or undefined if it was written, or nothing was to be.

/** The name under which this writes, and owns nothing in the end. */
const manager = "drift";

/** Applies what is stated, so that it is Pulumi's. */
export async function apply(object: ProgramObject, scene: Scene): Promise<string | undefined> {
  const { inputs, fieldManager } = object;
  const path = pathOf(servedAs(object, scene.inventory), nameOf(inputs));
  return faultIn(
    await answerOf(scene.client, {
      method: "PATCH",
      path: `${path}?fieldManager=${encodeURIComponent(fieldManager)}&force=true`,
      body: inputs,
      headers: { "content-type": "application/apply-patch+yaml" },
    }),
  );
}

/** Writes the whole object as it is stated, and so takes away what was added. */
export async function putAsStated(
  object: ProgramObject,
  scene: Scene,
): Promise<string | undefined> {
  const fault = await put(object, scene, "", (live) => putBody(object.inputs, live, scene.program));
  return fault ?? (object.inputs.kind === "Namespace" ? finalize(object, scene) : undefined);
}

/** The finalizers of a namespace are written by a way of their own. */
async function finalize(object: ProgramObject, scene: Scene): Promise<string | undefined> {
  return put(object, scene, "/finalize", (live) =>
    withValueAt(live, ["spec", "finalizers"], ["kubernetes"]),
  );
}

/** Takes this name from the owners: what was written by it is Pulumi's, or was there before. */
export async function disown(object: ProgramObject, scene: Scene): Promise<string | undefined> {
  return put(object, scene, "", (live) => {
    const all = listIn(live.metadata.managedFields);
    const others = all.filter((entry) => valueAt(entry, ["manager"]) !== manager);
    return withValueAt(live, ["metadata", "managedFields"], others);
  });
}

async function put(
  object: ProgramObject,
  scene: Scene,
  subresource: string,
  bodyOf: (live: ClusterObject) => object,
): Promise<string | undefined> {
  const served = servedAs(object, scene.inventory);
  const live = await liveObject(object, served, scene.client);
  if (live === undefined) return undefined;
  const path = `${pathOf(served, nameOf(object.inputs))}${subresource}?fieldManager=${manager}`;
  const answer = await answerOf(scene.client, { method: "PUT", path, body: bodyOf(live) });
  // Somebody was quicker, or it is gone by now: the next attempt looks again.
  return answer.status === 409 || answer.status === 404 ? undefined : faultIn(answer);
}

function faultIn(answer: ApiAnswer): string | undefined {
  return answer.status >= 200 && answer.status < 300 ? undefined : refusalIn(answer);
}
