import { PropertyMap, PropertyValue, formatPath, isMap } from "../property-diff";
import { NamingContext, withName } from "./autoname";
import { withoutServerFields } from "./manifest";
import { metadataOf, withMetadata } from "./metadata";
import { UNKNOWN, markSecrets, reveal } from "../rpc/properties";
import type { ObjectType } from "./token";

export interface CheckFailure {
  /** Path of the property at fault. */
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

/**
 * Completes a program's inputs to an object: API version and kind by its type, a name if it has
 * none, and the namespace.
 *
 * @param namespace for an object without one; undefined for what belongs to no namespace
 */
export function checkObject(
  type: ObjectType,
  news: PropertyMap,
  naming: NamingContext,
  namespace: string | undefined,
): Checked {
  const plain = withoutServerFields(reveal(news));
  const failures = faultsOf(type, plain);
  if (failures.length > 0) return { inputs: news, failures };

  const typed = { ...plain, apiVersion: type.apiVersion, kind: type.kind };
  const placed =
    namespace === undefined || metadataOf(typed).namespace !== undefined
      ? typed
      : withMetadata(typed, { namespace });
  return { inputs: markSecrets(withName(placed, naming), news), failures };
}

function faultsOf(type: ObjectType, object: PropertyMap): CheckFailure[] {
  const { metadata } = object;
  if (metadata !== undefined && metadata !== UNKNOWN && !isMap(metadata)) {
    return [{ property: "metadata", reason: "expected a map with name, namespace, labels" }];
  }
  return [
    ...mismatch(object, "apiVersion", type.apiVersion),
    ...mismatch(object, "kind", type.kind),
    ...generatedName(metadataOf(object)),
    ...["labels", "annotations"].flatMap((field) => notStrings(field, metadataOf(object)[field])),
  ];
}

function mismatch(object: PropertyMap, property: string, expected: string): CheckFailure[] {
  const value = object[property];
  if (value === undefined || value === expected) return [];
  return [
    {
      property,
      reason: `${JSON.stringify(value)} does not fit the resource type; expected ${expected}`,
    },
  ];
}

function generatedName(metadata: PropertyMap): CheckFailure[] {
  if (metadata.generateName === undefined || metadata.name !== undefined) return [];
  const reason = "server-side apply cannot generate names; leave it out for a name made by Pulumi";
  return [{ property: "metadata.generateName", reason }];
}

function notStrings(field: string, values: PropertyValue | undefined): CheckFailure[] {
  if (!isMap(values)) return [];
  return Object.entries(values)
    .filter(([, value]) => typeof value !== "string")
    .map(([key, value]) => ({
      property: formatPath(["metadata", field, key]),
      reason: `${JSON.stringify(value)} is not a string; put it in quotes`,
    }));
}
