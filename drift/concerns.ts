import { type ClusterObject, nameOf } from "./cluster-object";
import { certifiesProgram } from "./certificates";
import { listIn, textsIn, valueAt } from "./json";
import { systemNamespaces } from "./new-cluster/new-cluster";
import type { Program } from "./program";
import { reachesProgram } from "./reach";

type Test = (object: ClusterObject, program: Program) => boolean;

/** Which objects outside of all namespaces are looked at; of kinds that are not here, all. */
const clusterWide: Readonly<Record<string, Test>> = {
  Namespace: looksLikeTheProgram,
  CertificateSigningRequest: certifiesProgram,
  // One without a Service is answered by the API server itself.
  APIService: ({ spec }) => valueAt(spec, ["service"]) !== undefined,
};

/** Which objects in namespaces that are not the program's; of kinds that are not here, none. */
const elsewhere: Readonly<Record<string, Test>> = {
  Role: isOfSystem,
  RoleBinding: (object, program) => isOfSystem(object) || reachesProgram(object, program),
  // Takes over traffic to that address, whoever's it is.
  Service: ({ spec }) => listIn(valueAt(spec, ["externalIPs"])).length > 0,
};

/** Whether what an object does could touch the program. */
export function concerns(object: ClusterObject, program: Program): boolean {
  const { namespace } = nameOf(object);
  if (namespace === "") return clusterWide[object.kind]?.(object, program) ?? true;
  return program.namespaces.has(namespace) || (elsewhere[object.kind]?.(object, program) ?? false);
}

function isOfSystem({ metadata }: ClusterObject): boolean {
  return systemNamespaces.some((name) => name === metadata.namespace);
}

/** Guardrails hold, and policies let through, by a namespace's labels. */
function looksLikeTheProgram({ metadata }: ClusterObject, program: Program): boolean {
  const worn = textsIn(metadata.labels);
  return program.namespaceLabels.some((labels) =>
    Object.entries(labels).some(([key, value]) => worn[key] === value),
  );
}
