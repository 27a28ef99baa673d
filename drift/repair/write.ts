import type { ApiRequest, Asker } from "../../cluster/api-client";
import { answerOf, refusalIn } from "../ask";
import { type ClusterObject, nameOf } from "../cluster-object";
import { withAutoscaled } from "../cluster-owned";
import { listIn, valueAt, withValueAt } from "../json";
import { liveAt, putBody, type Scene } from "../look-at-object";
import type { ProgramObject } from "../state";

/** An object was not written, or not deleted; the message says why. */
export class LeftAlone extends Error {
  override readonly name = "LeftAlone";
}

/** The name under which this writes, and owns nothing in the end. */
const manager = "drift";

/** How often a write is tried that somebody else was quicker than. */
const attempts = 10;

/**
 * @returns the status, one of success or of those that are no matter.
 * @throws LeftAlone if the API server refuses otherwise.
 */
export async function write(
  client: Asker,
  request: ApiRequest,
  ...noMatter: readonly number[]
): Promise<number> {
  const answer = await answerOf(client, request);
  const isDone = answer.status >= 200 && answer.status < 300;
  if (!isDone && !noMatter.includes(answer.status)) throw new LeftAlone(refusalIn(answer));
  return answer.status;
}

/** Applies what is stated, so that it is Pulumi's. */
export async function apply({ inputs, fieldManager }: ProgramObject, scene: Scene): Promise<void> {
  const path = scene.inventory.pathOf(nameOf(inputs), inputs.apiVersion);
  const live = await liveAt(path, scene.client);
  await write(scene.client, {
    method: "PATCH",
    path: `${path}?fieldManager=${encodeURIComponent(fieldManager)}&force=true`,
    body: live ? withAutoscaled(inputs, live, scene.program) : inputs,
    headers: { "content-type": "application/apply-patch+yaml" },
  });
}

/** Writes the whole object as it is stated, and so takes away what was added. */
export async function putAsStated({ inputs }: ProgramObject, scene: Scene): Promise<void> {
  await put(inputs, scene, "", (live) => putBody(inputs, live, scene.program));
  if (inputs.kind !== "Namespace") return;
  // The finalizers of a namespace are written by a way of their own.
  await put(inputs, scene, "/finalize", (live) =>
    withValueAt(live, ["spec", "finalizers"], ["kubernetes"]),
  );
}

/** Takes this name from the owners: what was written by it is Pulumi's, or was there before. */
export async function disown({ inputs }: ProgramObject, scene: Scene): Promise<void> {
  await put(inputs, scene, "", (live) => {
    const all = listIn(live.metadata.managedFields);
    const others = all.filter((entry) => valueAt(entry, ["manager"]) !== manager);
    return withValueAt(live, ["metadata", "managedFields"], others);
  });
}

async function put(
  inputs: ClusterObject,
  { client, inventory }: Scene,
  subresource: string,
  bodyOf: (live: ClusterObject) => object,
): Promise<void> {
  const path = inventory.pathOf(nameOf(inputs), inputs.apiVersion);
  const target = `${path}${subresource}?fieldManager=${manager}`;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const live = await liveAt(path, client);
    if (live === undefined) return;
    // 409: somebody was quicker. 404: it is gone by now. The next look says what is left of it.
    const status = await write(
      client,
      { method: "PUT", path: target, body: bodyOf(live) },
      404,
      409,
    );
    if (status !== 409) return;
  }
}
