import type { PropertyMap } from "../property-diff";
import { isNamespaceMissing, isReadOnly } from "./api/errors";
import { withRetries } from "./api/retry";
import { applyManifest, fieldManagerOf } from "./apply";
import { waitUntilGone } from "./await/deletion";
import { awaitReady, waitMs } from "./await/ready";
import { Bookkeeping, checkpoint, previewed } from "./checkpoint";
import { mapsAt, textAt } from "./fields";
import { manifestOf } from "./manifest";
import { metadataOf, nameOf } from "./metadata";
import { containsUnknown } from "../rpc/properties";
import type { Desired, Session } from "./session";
import { ObjectType, formatId } from "./token";

export interface Created {
  /** Empty in a preview. */
  readonly id: string;
  readonly outputs: PropertyMap;
}

/** How long the creation of a namespace, under way at the same time, may take. */
const NAMESPACE_WITHIN_MS = 15_000;

/** @throws InitFailed if the object stands but does not become ready */
export async function createObject(session: Session, desired: Desired): Promise<Created> {
  const { cluster, settings } = session;
  const { urn, type, inputs, preview } = desired;
  if (preview && containsUnknown(inputs)) return { id: "", outputs: inputs };

  const manifest = manifestOf(inputs);
  const name = nameOf(manifest);
  const fieldManager = fieldManagerOf(urn, manifest);
  const bookkeeping = { inputs, initialApiVersion: type.apiVersion, fieldManager };
  const existing = await cluster.get(type, name);
  if (preview) {
    // Where an object stands in the way, it may be gone by the time of the update.
    if (existing) return { id: "", outputs: inputs };
    return { id: "", outputs: await previewOf(session, desired, manifest, bookkeeping) };
  }

  if (existing && isBeingDeleted(existing)) {
    await waitUntilGone(session, urn, type, existing, waitMs(desired.timeout, manifest));
  } else if (existing && !isAppliedBy(existing, fieldManager) && !settings.upsertExistingObjects) {
    throw new Error(alreadyExists(type, existing));
  }
  const applied = await withRetries(
    () => applyManifest(cluster, type, manifest, {}, { fieldManager, force: settings.patchForce }),
    isNamespaceMissing,
    NAMESPACE_WITHIN_MS,
    cluster.signal,
  );
  const live = await awaitReady(session, desired, applied, bookkeeping);
  return { id: formatId(nameOf(live)), outputs: checkpoint(live, bookkeeping) };
}

async function previewOf(
  { cluster }: Session,
  { type, inputs }: Desired,
  manifest: PropertyMap,
  bookkeeping: Bookkeeping,
): Promise<PropertyMap> {
  const { fieldManager } = bookkeeping;
  try {
    const result = await cluster.apply(type, nameOf(manifest), manifest, {
      fieldManager,
      force: true,
      dryRun: true,
    });
    return checkpoint(previewed(result, manifest), bookkeeping);
  } catch (error) {
    if (isNamespaceMissing(error) || isReadOnly(error)) return inputs;
    throw error;
  }
}

function isBeingDeleted(object: PropertyMap): boolean {
  return metadataOf(object).deletionTimestamp !== undefined;
}

/** Whether the object comes from an interrupted creation of the same resource. */
function isAppliedBy(object: PropertyMap, fieldManager: string): boolean {
  return mapsAt(metadataOf(object), "managedFields").some(
    ({ manager, operation }) => manager === fieldManager && operation === "Apply",
  );
}

function alreadyExists(type: ObjectType, existing: PropertyMap): string {
  const id = formatId(nameOf(existing));
  const entries = mapsAt(metadataOf(existing), "managedFields");
  const managers = [...new Set(entries.map((entry) => textAt(entry, "manager")))].join(", ");
  return (
    `${type.kind} ${id} exists already${managers && `, managed by ${managers}`}; delete it, give ` +
    "the resource another metadata.name, or bring it under this program by the option import"
  );
}
