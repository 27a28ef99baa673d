import { X509Certificate } from "node:crypto";
import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import { listIn, textsIn, valueAt } from "./json";
import { systemNamespaces } from "./new-cluster/new-cluster";
import type { Program } from "./program";

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

function isOfSystem(object: ClusterObject): boolean {
  return systemNamespaces.includes(nameOf(object).namespace);
}

/** Guardrails hold, and policies let through, by a namespace's labels. */
function looksLikeTheProgram({ metadata }: ClusterObject, program: Program): boolean {
  const worn = textsIn(metadata.labels);
  return program.namespaceLabels.some((labels) =>
    Object.entries(labels).some(([key, value]) => worn[key] === value),
  );
}

/** Kubelets renew their own certificates; the API server lets no other user have one of these. */
const kubeletSigners = [
  "kubernetes.io/kube-apiserver-client-kubelet",
  "kubernetes.io/kubelet-serving",
];

/**
 * Whether a certificate was signed that is still good, and makes somebody an administrator or one of
 * the program's groups. `setup.sh --login` deletes its request at once; the certificate stays good.
 */
function certifiesProgram({ spec, status }: ClusterObject, program: Program): boolean {
  const pem = Buffer.from(textOf(valueAt(status, ["certificate"])), "base64").toString();
  if (kubeletSigners.includes(textOf(valueAt(spec, ["signerName"]))) || pem === "") return false;
  const { subject, validTo } = new X509Certificate(pem);
  const lines = subject.split("\n").filter((line) => line.startsWith("O="));
  const groups = lines.map((line) => line.slice("O=".length));
  return (
    Date.parse(validTo) > Date.now() &&
    groups.some((group) => group.startsWith("system:") || program.groups.has(group))
  );
}

/** Groups and users that everybody, or every service account, is one of. */
const everybody: readonly string[] = [
  "system:anonymous",
  "system:authenticated",
  "system:serviceaccounts",
  "system:unauthenticated",
];

/** Whether a binding gives rights to the program's people or pods, or to everybody. */
function reachesProgram({ subjects }: ClusterObject, { namespaces, groups }: Program): boolean {
  const ofAccounts = (begin: string) => [...namespaces].map((namespace) => begin + namespace);
  const names = [...everybody, ...groups, ...ofAccounts("system:serviceaccounts:")];
  const begins = [...groups, ...ofAccounts("system:serviceaccount:")].map((name) => `${name}:`);
  return listIn(subjects)
    .map(textsIn)
    .some(({ kind, name = "", namespace = "" }) =>
      kind === "ServiceAccount"
        ? namespaces.has(namespace)
        : names.includes(name) || begins.some((begin) => name.startsWith(begin)),
    );
}
