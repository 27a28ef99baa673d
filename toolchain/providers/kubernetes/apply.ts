import { createHash } from "node:crypto";
import type { PropertyMap } from "../property-diff";
import { ApiError, FieldConflict } from "./api/errors";
import type { ApplyOptions, Cluster } from "./api/cluster";
import { statesField } from "./field-path";
import { annotationOf, annotations, nameOf } from "./metadata";
import type { ObjectType } from "./token";

/**
 * The name under which a resource's fields are applied: the program's choice, else the state's,
 * else one that follows from the URN. So an interrupted creation is recognised as one's own, and
 * a renamed resource does not take over its predecessor's object.
 */
export function fieldManagerOf(urn: string, manifest: PropertyMap, recorded?: string): string {
  const own = `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
  return annotationOf(manifest, annotations.patchFieldManager) || (recorded ?? own);
}

/**
 * Applies a manifest. Fields that `ours`, the manifest applied before, states already are taken
 * back from whoever changed them since; a field that is new to the program and has another
 * manager is a conflict.
 */
export async function applyManifest(
  cluster: Cluster,
  type: ObjectType,
  manifest: PropertyMap,
  ours: PropertyMap,
  options: ApplyOptions,
): Promise<PropertyMap> {
  const force = options.force === true || annotationOf(manifest, annotations.patchForce) === "true";
  const name = nameOf(manifest);
  try {
    return await cluster.apply(type, name, manifest, { ...options, force });
  } catch (error) {
    if (!(error instanceof ApiError) || error.conflicts.length === 0) throw error;
    const foreign = error.conflicts.filter(({ field }) => !statesField(ours, field));
    if (foreign.length > 0) throw conflictError(foreign);
    return cluster.apply(type, name, manifest, { ...options, force: true });
  }
}

function conflictError(conflicts: readonly FieldConflict[]): Error {
  const fields = conflicts.map(({ field, message }) => `${field} (${message})`).join(", ");
  return new Error(
    `fields that this program did not manage so far have another manager: ${fields}; leave them ` +
      `out of the program, or take them over by the annotation ${annotations.patchForce}: "true"`,
  );
}
