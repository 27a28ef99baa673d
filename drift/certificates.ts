import { X509Certificate } from "node:crypto";
import { type ClusterObject, textOf } from "./cluster-object";
import { valueAt } from "./json";
import type { Program } from "./program";

/** Kubelets renew their own certificates; the API server lets no other user have one of these. */
const kubeletSigners = [
  "kubernetes.io/kube-apiserver-client-kubelet",
  "kubernetes.io/kubelet-serving",
];

/**
 * Whether a certificate was signed that is still good, and makes somebody an administrator or one of
 * the program's groups. `setup.sh --login` deletes its request at once; the certificate stays good.
 */
export function certifiesProgram({ spec, status }: ClusterObject, program: Program): boolean {
  const pem = Buffer.from(textOf(valueAt(status, ["certificate"])), "base64").toString();
  if (kubeletSigners.includes(textOf(valueAt(spec, ["signerName"]))) || pem === "") return false;
  const { subject, validTo } = new X509Certificate(pem);
  const groups = subject
    .split("\n")
    .filter((line) => line.startsWith("O="))
    .map((line) => line.slice(2));
  return (
    Date.parse(validTo) > Date.now() &&
    groups.some((group) => group.startsWith("system:") || program.groups.has(group))
  );
}
