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
  Secret: (object) => isOfSystem(object) && credentials.includes(textOf(object.type)),
  // Takes over traffic to that address, whoever's it is.
  Service: ({ spec }) => listIn(valueAt(spec, ["externalIPs"])).length > 0,
};

/** Types of Secrets that are somebody's credentials: of an account, and of a node that joins. */
const credentials = ["kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token"];

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

/** Of certificates that kubelets ask for: to join, and to renew their own. */
const kubeletSigners = [
  "kubernetes.io/kube-apiserver-client-kubelet",
  "kubernetes.io/kubelet-serving",
];

/**
 * Whether a certificate was signed that is still good, and makes somebody one of the program's or of
 * the system's. `setup.sh --login` deletes its request at once; the certificate stays good.
 */
function certifiesProgram({ spec, status }: ClusterObject, program: Program): boolean {
  const pem = Buffer.from(textOf(valueAt(status, ["certificate"])), "base64").toString();
  if (pem === "") return false;
  const certificate = new X509Certificate(pem);
  const { CN = "", O = [] } = certificate.toLegacyObject().subject as Partial<Subject>;
  const { signerName = "", username = "" } = textsIn(spec);
  const isNodes = [CN].flat().includes(username) || username.startsWith("system:bootstrap:");
  if (kubeletSigners.includes(signerName) && isNodes) return false;
  const names = [CN, O].flat();
  return (
    Date.parse(certificate.validTo) > Date.now() &&
    names.some((name) => name.startsWith("system:") || isOfGroups(name, program.groups))
  );
}

/** A name that is given several times is a list, and one that is not given is not there. */
type Subject = Readonly<Record<"CN" | "O", string | string[]>>;

function isOfGroups(name: string, groups: ReadonlySet<string>): boolean {
  return [...groups].some((group) => name === group || name.startsWith(`${group}:`));
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
  const names = [...everybody, ...ofAccounts("system:serviceaccounts:")];
  const begins = ofAccounts("system:serviceaccount:").map((name) => `${name}:`);
  return listIn(subjects)
    .map(textsIn)
    .some(({ kind, name = "", namespace = "" }) =>
      kind === "ServiceAccount"
        ? namespaces.has(namespace)
        : names.includes(name) ||
          isOfGroups(name, groups) ||
          begins.some((begin) => name.startsWith(begin)),
    );
}
