import { type ClusterObject, nameOf, type ObjectName, textOf } from "./cluster-object";
import { type Json, listIn, valueAt } from "./json";

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
