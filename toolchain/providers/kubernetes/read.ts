import { PropertyMap, equalProperties, isMap } from "../property-diff";
import { ApiError } from "./api/errors";
import { fieldManagerOf } from "./apply";
import { assess } from "./await/assess";
import { checkpoint, recorded } from "./checkpoint";
import { observedManifest } from "./drift";
import { without } from "./fields";
import { manifestOf, unfoldStringData, withoutServerFields } from "./manifest";
import { annotationOf, annotations, metadataOf, withMetadata } from "./metadata";
import { InitFailed } from "../rpc/errors";
import { markSecrets, reveal } from "../rpc/properties";
import type { Session } from "./session";
import { ObjectType, parseId } from "./token";

const SERVER_ANNOTATIONS = [
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
];

export interface ReadRequest {
  readonly urn: string;
  readonly type: ObjectType;
  readonly id: string;
  /** Recorded outputs; empty for an import. */
  readonly outputs: PropertyMap;
  /** Recorded inputs; empty for an import. */
  readonly inputs: PropertyMap;
}

export interface ReadResult {
  readonly outputs: PropertyMap;
  /** The inputs that would lead to what is there. */
  readonly inputs: PropertyMap;
}

/**
 * The object as it is, or undefined if it is gone.
 * @throws InitFailed if it is there but not ready, so that the next update waits for it
 */
export async function readObject(
  session: Session,
  request: ReadRequest,
): Promise<ReadResult | undefined> {
  const { urn, type, id } = request;
  const live = await session.cluster.get(type, parseId(id));
  if (!live) return undefined;

  const isImport = Object.keys(request.inputs).length === 0;
  const inputs = isImport ? importedInputs(live) : await observedInputs(session, request, live);
  const before = recorded(request.outputs);
  const outputs = checkpoint(live, {
    inputs,
    initialApiVersion: before.initialApiVersion ?? type.apiVersion,
    fieldManager: fieldManagerOf(urn, reveal(inputs), before.fieldManager),
  });
  if (!isImport && annotationOf(live, annotations.skipAwait) !== "true") {
    const { state, reason } = await assess(session.cluster, type, live);
    if (state !== "ready") throw new InitFailed(id, outputs, [reason], inputs);
  }
  return { outputs, inputs };
}

async function observedInputs(
  { cluster, log }: Session,
  { urn, type, id, inputs, outputs }: ReadRequest,
  live: PropertyMap,
): Promise<PropertyMap> {
  const manifest = manifestOf(inputs);
  const fieldManager = fieldManagerOf(urn, manifest, recorded(outputs).fieldManager);
  try {
    const options = { fieldManager, force: true, dryRun: true };
    const applied = await cluster.apply(type, parseId(id), manifest, options);
    const observed = observedManifest(manifest, applied, live);
    if (equalProperties(observed, manifest)) return inputs;
    return markSecrets(unfoldStringData(observed, reveal(inputs)), inputs);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    log.info(urn, `changes made by others cannot be seen: ${error.message}`);
    return inputs;
  }
}

/** All of an object that a program could have stated. */
function importedInputs(live: PropertyMap): PropertyMap {
  const stated = withoutServerFields(live);
  const all = metadataOf(stated).annotations;
  if (!isMap(all)) return markSecrets(stated, {});
  return markSecrets(
    withMetadata(stated, { annotations: without(all, ...SERVER_ANNOTATIONS) }),
    {},
  );
}
