import { type ClusterObject, nameOf } from "./cluster-object";
import type { Difference } from "./difference";
import type { FieldDrift, Finding } from "./drift";
import { type FieldPath, pathText } from "./field-path";
import type { JsonObject } from "./json";
import { masked } from "./masked";
import type { ProgramObject } from "./state";
import { touchOf } from "./touch";
import { absenceOpensWall, fieldOpensWall, lackOpensWall } from "./walls";

/** What the API server itself keeps in the metadata of an object, and who wrote it. */
const serverFields = new Set([
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

/** An object without what the API server itself keeps. */
export function stated({ status: _, metadata, ...rest }: ClusterObject): JsonObject {
  const kept = Object.entries(metadata).filter(([field]) => !serverFields.has(field));
  return { ...rest, metadata: Object.fromEntries(kept) };
}

export function removed({ inputs }: ProgramObject): Finding {
  const opensWall = absenceOpensWall(inputs.kind);
  const reason = "its data are lost";
  const lost = inputs.kind === "PersistentVolumeClaim" ? { reason } : {};
  return { kind: "removed", object: nameOf(inputs), ...lost, fields: [], opensWall };
}

/** Undefined if an object is as it should be. */
export function changed(
  { inputs, secrets, fieldManager: own }: ProgramObject,
  live: ClusterObject,
  differences: readonly Difference[],
): Finding | undefined {
  const found = live.metadata.deletionTimestamp;
  const leaving = { path: ["metadata", "deletionTimestamp"], expected: undefined, found };
  const all = found === undefined ? differences : [leaving, ...differences];
  if (all.length === 0) return undefined;
  const fields = all.map((difference) => {
    const judge = difference.found === undefined ? lackOpensWall : fieldOpensWall;
    const opensWall = judge(inputs.kind, difference.path);
    return fieldDrift(live, difference, { secrets, own, opensWall });
  });
  const opensWall = fields.some((field) => field.opensWall);
  return { kind: "changed", object: nameOf(inputs), fields, opensWall };
}

/** The API server will not make the object as the program says. */
export function remade(
  program: ProgramObject,
  live: ClusterObject,
  missing: readonly Difference[],
  reason: string,
): Finding {
  const { fields = [], opensWall = true } = changed(program, live, missing) ?? {};
  return { kind: "remade", object: nameOf(program.inputs), reason, fields, opensWall };
}

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
  { path, ...values }: Difference,
  { secrets = [], own = "", opensWall }: Showing,
): FieldDrift {
  const expected = masked(live, path, values.expected, secrets);
  const found = masked(live, path, values.found, secrets);
  const by = touchOf(live, path, own);
  return {
    field: pathText(path),
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
    opensWall,
    ...(by !== undefined && { by }),
  };
}
