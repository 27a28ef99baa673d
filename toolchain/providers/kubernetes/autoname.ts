import { createHash } from "node:crypto";
import type { PropertyMap } from "../property-diff";
import {
  annotations,
  isAutonamed,
  metadataOf,
  nameOf,
  withAnnotation,
  withMetadata,
} from "./metadata";

export interface Autonaming {
  /** Name that the engine proposes by the stack's `pulumi:autonaming` settings. */
  readonly proposed: string;
  readonly disabled: boolean;
}

export interface NamingContext {
  readonly logicalName: string;
  /** The engine's seed: equal seeds give equal names. */
  readonly seed: Uint8Array;
  readonly autonaming?: Autonaming | undefined;
  /** Inputs of the object that this one succeeds; absent for a new object or a replacement. */
  readonly predecessor?: PropertyMap | undefined;
}

/**
 * Gives an object without `metadata.name` the name of its predecessor, if that was made up too,
 * or else `<logical name>-<8 hex digits>`.
 * @throws if the stack's settings disable automatic names.
 */
export function withName(object: PropertyMap, context: NamingContext): PropertyMap {
  if (metadataOf(object).name !== undefined) return object;
  const { predecessor } = context;
  const name =
    predecessor && isAutonamed(predecessor) ? nameOf(predecessor).name : newName(context);
  return withAnnotation(withMetadata(object, { name }), annotations.autonamed, "true");
}

function newName({ logicalName, seed, autonaming }: NamingContext): string {
  if (autonaming?.disabled) {
    throw new Error(`metadata.name: missing; automatic names are disabled for "${logicalName}"`);
  }
  if (autonaming?.proposed) return autonaming.proposed;
  return `${logicalName}-${createHash("sha256").update(seed).digest("hex").slice(0, 8)}`;
}
