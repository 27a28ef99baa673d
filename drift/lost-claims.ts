import { type ClusterObject, nameOf, type ObjectName } from "./cluster-object";
import type { Finding } from "./drift";
import type { Inventory } from "./inventory";
import { listIn, textsIn, valueAt } from "./json";
import type { Program } from "./program";

/** The claims that the pods of a StatefulSet have, which outlive both. */
export function claimsOf(set: ClusterObject): readonly ObjectName[] {
  const { namespace, name } = nameOf(set);
  const replicas = Number(valueAt(set.spec, ["replicas"]) ?? 1);
  return listIn(valueAt(set.spec, ["volumeClaimTemplates"])).flatMap((template) =>
    Array.from({ length: replicas }, (_, i) => ({
      group: "",
      kind: "PersistentVolumeClaim",
      namespace,
      name: `${textsIn(valueAt(template, ["metadata"])).name ?? ""}-${name}-${i}`,
    })),
  );
}

/** Claims of the program's StatefulSets that are no more, and their data with them. */
export function lostClaims(program: Program, inventory: Inventory): readonly Finding[] {
  return program.objects
    .filter(({ inputs }) => inputs.kind === "StatefulSet")
    .flatMap(({ inputs }) => claimsOf(inputs))
    .filter((claim) => inventory.get(claim) === undefined)
    .map((object) => ({
      kind: "removed",
      object,
      reason: "its data are lost",
      fields: [],
      opensWall: false,
    }));
}
