import type { ClusterObject } from "../../drift/cluster-object";
import { Inventory } from "../../drift/inventory";
import type { JsonObject } from "../../drift/json";
import { Program } from "../../drift/program";

/** An object in the namespace payments, unless its metadata say otherwise. */
export function object(kind: string, name: string, fields: JsonObject = {}): ClusterObject {
  const { metadata = {}, apiVersion = "v1", ...rest } = fields;
  return {
    apiVersion: typeof apiVersion === "string" ? apiVersion : "v1",
    kind,
    metadata: { namespace: "payments", uid: `${kind}-${name}`, ...(metadata as object), name },
    ...rest,
  };
}

/** An object of no namespace. */
export function clusterWide(kind: string, name: string, fields: JsonObject = {}): ClusterObject {
  const { namespace: _, ...metadata } = object(kind, name, fields).metadata;
  return { ...object(kind, name, fields), metadata: { ...metadata, name } };
}

export function ownedBy(owner: ClusterObject): JsonObject {
  const { uid = "", name } = owner.metadata;
  const { apiVersion, kind } = owner;
  return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] };
}

export function inventoryOf(...objects: readonly ClusterObject[]): Inventory {
  return new Inventory([], objects);
}

export function programOf(...inputs: readonly ClusterObject[]): Program {
  return new Program(
    inputs.map((it) => ({ inputs: it, fieldManager: "pulumi", uid: "", secrets: [] })),
  );
}
