import { type ClusterObject, nameOf, type ObjectName, textOf } from "./cluster-object";
import type { Finding } from "./drift";
import type { Inventory } from "./inventory";
import { type Json, listIn, valueAt } from "./json";
import type { Program } from "./program";

/** What the claims of a StatefulSet's pods say, and how their names begin, before the pod's number. */
export interface ClaimTemplate {
  readonly name: string;
  readonly prefix: string;
  readonly spec: Json;
}

export function claimTemplates({ spec, metadata }: ClusterObject): readonly ClaimTemplate[] {
  return listIn(valueAt(spec, ["volumeClaimTemplates"])).map((template) => {
    const name = textOf(valueAt(template, ["metadata", "name"]));
    const prefix = `${name}-${metadata.name}-`;
    return { name, prefix, spec: valueAt(template, ["spec"]) ?? {} };
  });
}

/** The claims that the pods of a StatefulSet have, which outlive both. */
export function claimsOf(set: ClusterObject): readonly ObjectName[] {
  const { namespace } = nameOf(set);
  const replicas = Number(valueAt(set.spec, ["replicas"]) ?? 1);
  return claimTemplates(set).flatMap(({ prefix }) =>
    Array.from({ length: replicas }, (_, i) => {
      return { group: "", kind: "PersistentVolumeClaim", namespace, name: `${prefix}${i}` };
    }),
  );
}

/** Claims of the program's StatefulSets that are no more, and their data with them. */
export function lostClaims(program: Program, inventory: Inventory): readonly Finding[] {
  const reason = "its data are lost";
  return program.objects
    .filter(({ inputs }) => inputs.kind === "StatefulSet")
    .flatMap(({ inputs }) => claimsOf(inputs))
    .filter((claim) => inventory.get(claim) === undefined)
    .map((object) => ({ kind: "removed", object, reason, fields: [], opensWall: false }));
}
