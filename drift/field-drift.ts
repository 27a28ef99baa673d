import type { ClusterObject } from "./cluster-object";
import type { Difference } from "./difference";
import type { FieldDrift } from "./drift";
import { type FieldPath, pathText } from "./field-path";
import { masked } from "./masked";
import { touchOf } from "./touch";

export interface Showing {
  /** Where the program has secrets. @default nowhere */
  readonly secrets?: readonly FieldPath[];
  /** The manager by which the program writes. @default none */
  readonly own?: string;
  readonly opensWall: boolean;
}

/** A difference as it may be shown, with whoever made it. */
export function fieldDrift(
  live: ClusterObject,
  { path, expected, found }: Difference,
  { secrets = [], own = "", opensWall }: Showing,
): FieldDrift {
  const wanted = masked(live, path, expected, secrets);
  const there = masked(live, path, found, secrets);
  const by = touchOf(live, path, own);
  return {
    field: pathText(path),
    ...(wanted !== undefined && { expected: wanted }),
    ...(there !== undefined && { found: there }),
    opensWall,
    ...(by !== undefined && { by }),
  };
}
