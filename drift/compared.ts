import { type ClusterObject, nameOf } from "./cluster-object";
import type { Difference } from "./difference";
import type { Finding } from "./drift";
import { fieldDrift } from "./field-drift";
import { type JsonObject, withValueAt } from "./json";
import type { ProgramObject } from "./state";
import { absenceOpensWall, fieldOpensWall } from "./walls";

/** What the API server itself keeps of an object, and who wrote it. */
const serverFields = [
  ["status"],
  ...[
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
  ].map((field) => ["metadata", field]),
];

/** An object without what the API server itself keeps. */
export function stated(object: ClusterObject): JsonObject {
  return serverFields.reduce<JsonObject>(
    (rest, path) => withValueAt(rest, path, undefined),
    object,
  );
}

export function removed({ inputs }: ProgramObject): Finding {
  return {
    kind: "removed",
    object: nameOf(inputs),
    fields: [],
    opensWall: absenceOpensWall(inputs.kind),
  };
}

/** Undefined if an object is as it should be. */
export function changed(
  program: ProgramObject,
  live: ClusterObject,
  found: readonly Difference[],
): Finding | undefined {
  const leaving = live.metadata.deletionTimestamp;
  const all =
    leaving === undefined
      ? found
      : [
          { path: ["metadata", "deletionTimestamp"], expected: undefined, found: leaving },
          ...found,
        ];
  if (all.length === 0) return undefined;
  const { inputs, secrets, fieldManager: own } = program;
  const fields = all.map((difference) =>
    fieldDrift(live, difference, {
      secrets,
      own,
      opensWall: fieldOpensWall(inputs.kind, difference.path),
    }),
  );
  return {
    kind: "changed",
    object: nameOf(program.inputs),
    fields,
    opensWall: fields.some(({ opensWall }) => opensWall),
  };
}

/** The API server will not make the object as the program says. */
export function remade(
  program: ProgramObject,
  live: ClusterObject,
  missing: readonly Difference[],
  reason: string,
): Finding {
  const finding = changed(program, live, missing);
  return {
    kind: "remade",
    object: nameOf(program.inputs),
    reason,
    fields: finding?.fields ?? [],
    opensWall: finding?.opensWall ?? true,
  };
}
