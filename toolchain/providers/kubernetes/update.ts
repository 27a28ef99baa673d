import type { PropertyMap } from "../property-diff";
import { isReadOnly } from "./api/errors";
import { applyManifest, fieldManagerOf } from "./apply";
import { awaitReady } from "./await/ready";
import { checkpoint, recorded } from "./checkpoint";
import { manifestOf } from "./manifest";
import { containsUnknown } from "../rpc/properties";
import type { Desired, Session } from "./session";

export interface Previous {
  /** Recorded outputs. */
  readonly outputs: PropertyMap;
  /** Inputs applied last. */
  readonly inputs: PropertyMap;
}

/**
 * Applies new inputs; returns the new outputs. An object that is gone is created again.
 * @throws InitFailed if the object is changed but does not become ready
 */
export async function updateObject(
  session: Session,
  desired: Desired,
  previous: Previous,
): Promise<PropertyMap> {
  const { cluster, settings } = session;
  const { urn, type, inputs, preview } = desired;
  if (preview && containsUnknown(inputs)) return inputs;

  const before = recorded(previous.outputs);
  const manifest = manifestOf(inputs);
  const fieldManager = fieldManagerOf(urn, manifest, before.fieldManager);
  const bookkeeping = {
    inputs,
    initialApiVersion: before.initialApiVersion ?? type.apiVersion,
    fieldManager,
  };
  const options = { fieldManager, force: settings.patchForce, dryRun: preview };
  const ours = manifestOf(previous.inputs);
  try {
    const applied = await applyManifest(cluster, type, manifest, ours, options);
    const live = preview ? applied : await awaitReady(session, desired, applied, bookkeeping);
    return checkpoint(live, bookkeeping);
  } catch (error) {
    if (preview && isReadOnly(error)) return inputs;
    throw error;
  }
}
