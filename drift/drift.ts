import type { ObjectName } from "./cluster-object";
import type { Json } from "./json";
import type { Touch } from "./touch";

/** What is otherwise in an object than the program says. Secrets are `(secret)`. */
export interface FieldDrift {
  /** As in `spec.ports[name=http].port`. */
  readonly field: string;
  /** Undefined if the program has no such field. */
  readonly expected?: Json;
  /** Undefined if it is not there. */
  readonly found?: Json;
  readonly opensWall: boolean;
  readonly by?: Touch;
}

/**
 * - `changed`: an object of the program, with other fields than the program says;
 * - `removed`: it is not there;
 * - `remade`: it was deleted and made otherwise, and cannot be changed back;
 * - `stranger`: not of the program, nor of anybody who may make such a thing there.
 */
export type FindingKind = "changed" | "removed" | "remade" | "stranger";

export interface Finding {
  readonly kind: FindingKind;
  readonly object: ObjectName;
  /** What is wrong with it, where the fields do not say so. */
  readonly reason?: string;
  readonly fields: readonly FieldDrift[];
  readonly opensWall: boolean;
  /** Who made it, if the fields do not say so. */
  readonly by?: Touch;
}

/** What is there besides the program, and is no drift. */
export interface Note {
  readonly object: ObjectName;
  readonly reason: string;
}

/** What on the cluster is not as the program says. */
export interface Drift {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  /** Whether any finding opens a wall. */
  readonly opensWall: boolean;
}

export function driftOf(findings: readonly Finding[], notes: readonly Note[]): Drift {
  return { findings, notes, opensWall: findings.some((finding) => finding.opensWall) };
}
