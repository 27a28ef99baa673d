import type { Json, JsonObject } from "./json";

/** An object as the API server hands it out, or as it is sent there. */
export interface ClusterObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

export interface Metadata extends JsonObject {
  readonly name: string;
}

/** Which object: there is one at most of each. */
export interface ObjectName {
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** Empty for what is in none. */
  readonly namespace: string;
  readonly name: string;
}

export function nameOf({ apiVersion, kind, metadata }: ClusterObject): ObjectName {
  return {
    kind,
    group: groupOf(apiVersion),
    namespace: textOf(metadata.namespace),
    name: metadata.name,
  };
}

/** `apps` for `apps/v1`, nothing for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.replace(/\/.*$/, "") : "";
}

/** `KIND/NAMESPACE/NAME`, or `KIND/NAME`, as `--delete` takes it. */
export function nameText({ kind, namespace, name }: ObjectName): string {
  return [kind, namespace, name].filter((part) => part !== "").join("/");
}

/** Tells objects apart also where two API groups have a kind of the same name. */
export function keyOf({ group, kind, namespace, name }: ObjectName): string {
  return [group, kind, namespace, name].join("/");
}

export function uidOf(object: ClusterObject): string {
  return textOf(object.metadata.uid);
}

/** When it was made, in ms since the epoch. */
export function madeAt({ metadata }: ClusterObject): number {
  return Date.parse(textOf(metadata.creationTimestamp));
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
