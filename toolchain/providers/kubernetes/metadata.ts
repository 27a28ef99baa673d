import type { PropertyMap } from "../property-diff";
import { mapAt, textAt } from "./fields";
import type { ObjectName } from "./token";

/** Annotations by which a program steers the provider, as the official provider reads them. */
export const annotations = {
  /** Set on objects whose name the provider made up. */
  autonamed: "pulumi.com/autonamed",
  /** "true": do not wait until the object is ready. */
  skipAwait: "pulumi.com/skipAwait",
  /** Seconds to wait; the resource option `customTimeouts` comes first. */
  timeoutSeconds: "pulumi.com/timeoutSeconds",
  /** "true": take fields over from whoever manages them. */
  patchForce: "pulumi.com/patchForce",
  /** Field manager to apply as. */
  patchFieldManager: "pulumi.com/patchFieldManager",
  /** foreground (default), background or orphan. */
  deletionPropagation: "pulumi.com/deletionPropagationPolicy",
} as const;

export function metadataOf(object: PropertyMap): PropertyMap {
  return mapAt(object, "metadata");
}

export function nameOf(object: PropertyMap): ObjectName {
  const metadata = metadataOf(object);
  return { namespace: textAt(metadata, "namespace"), name: textAt(metadata, "name") };
}

/** Empty where the object has no such annotation. */
export function annotationOf(object: PropertyMap, annotation: string): string {
  return textAt(mapAt(metadataOf(object), "annotations"), annotation);
}

export function isAutonamed(object: PropertyMap): boolean {
  return annotationOf(object, annotations.autonamed) === "true";
}

export function withMetadata(object: PropertyMap, fields: PropertyMap): PropertyMap {
  return { ...object, metadata: { ...metadataOf(object), ...fields } };
}

export function withAnnotation(
  object: PropertyMap,
  annotation: string,
  value: string,
): PropertyMap {
  const others = mapAt(metadataOf(object), "annotations");
  return withMetadata(object, { annotations: { ...others, [annotation]: value } });
}
