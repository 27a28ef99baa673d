import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { concerns } from "../../drift/concerns";
import type { JsonObject } from "../../drift/json";
import { clusterWide, object, programOf } from "./objects";

const program = programOf(
  clusterWide("Namespace", "payments", {
    metadata: {
      labels: {
        team: "payments",
        "app.kubernetes.io/part-of": "sre-challenge",
        "app.kubernetes.io/managed-by": "pulumi",
        "pod-security.kubernetes.io/enforce": "restricted",
      },
    },
  }),
  object("RoleBinding", "team", { subjects: [{ kind: "Group", name: "team:payments" }] }),
);
const elsewhere = { namespace: "other" };
const binding = (subject: JsonObject, namespace = "other") =>
  object("RoleBinding", "b", { metadata: { namespace }, subjects: [subject] });
const namespace = (labels: JsonObject) => clusterWide("Namespace", "n", { metadata: { labels } });

test.each([
  ["anything in a namespace of the program", object("Anything", "a"), true],
  ["anything elsewhere", object("Anything", "a", { metadata: elsewhere }), false],
  ["anything in no namespace", clusterWide("ClusterAnything", "a"), true],
  ["a role elsewhere", object("Role", "r", { metadata: elsewhere }), false],
  ["a role of the system", object("Role", "r", { metadata: { namespace: "kube-system" } }), true],
  ["somebody's binding elsewhere", binding({ kind: "User", name: "jane" }), false],
  ["the same of the system", binding({ kind: "User", name: "jane" }, "kube-public"), true],
  ["a binding of the team", binding({ kind: "Group", name: "team:payments" }), true],
  ["of one of the team", binding({ kind: "User", name: "team:payments:alice" }), true],
  ["of another team", binding({ kind: "Group", name: "team:payments2" }), false],
  [
    "of an account of the program",
    binding({ kind: "ServiceAccount", name: "a", namespace: "payments" }),
    true,
  ],
  ["of another account", binding({ kind: "ServiceAccount", name: "a", namespace: "x" }), false],
  [
    "of an account as a user",
    binding({ kind: "User", name: "system:serviceaccount:payments:a" }),
    true,
  ],
  [
    "of all its accounts",
    binding({ kind: "Group", name: "system:serviceaccounts:payments" }),
    true,
  ],
  ["of everybody", binding({ kind: "Group", name: "system:authenticated" }), true],
  ["of who is nobody", binding({ kind: "User", name: "system:anonymous" }), true],
  [
    "a Service that takes over an address",
    object("Service", "s", { metadata: elsewhere, spec: { externalIPs: ["192.0.2.1"] } }),
    true,
  ],
  ["another Service", object("Service", "s", { metadata: elsewhere, spec: {} }), false],
  [
    "an account's credentials in kube-system",
    object("Secret", "s", {
      type: "kubernetes.io/service-account-token",
      metadata: { namespace: "kube-system" },
    }),
    true,
  ],
  [
    "those of a node that joins",
    object("Secret", "s", {
      type: "bootstrap.kubernetes.io/token",
      metadata: { namespace: "kube-system" },
    }),
    true,
  ],
  [
    "another Secret there",
    object("Secret", "s", { metadata: { namespace: "kube-system" } }),
    false,
  ],
  ["another Pulumi program's", namespace({ "app.kubernetes.io/managed-by": "pulumi" }), false],
  ["a namespace that passes for the team's", namespace({ team: "payments" }), true],
  [
    "one that passes for the program's",
    namespace({ "app.kubernetes.io/part-of": "sre-challenge" }),
    true,
  ],
  ["another", namespace({ "pod-security.kubernetes.io/enforce": "restricted" }), false],
  [
    "an API that somebody else answers",
    clusterWide("APIService", "a", { spec: { service: {} } }),
    true,
  ],
  ["the API server's own", clusterWide("APIService", "a", { spec: {} }), false],
  ["a certificate that was not signed", clusterWide("CertificateSigningRequest", "c"), false],
])("%s", (_, it, expected) => {
  expect(concerns(it, program)).toBe(expected);
});

describe("a certificate that was signed concerns the program", () => {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** A request whose certificate has that subject. */
  function signed(subject: string, spec: JsonObject = {}) {
    const key = join(folder, "key.pem");
    const args = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const pem = execFileSync(
      "openssl",
      ["req", "-x509", ...args, "-keyout", key, "-multivalue-rdn", "-subj", subject, "-days", "1"],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    return clusterWide("CertificateSigningRequest", "c", {
      spec: { signerName: "kubernetes.io/kube-apiserver-client", ...spec },
      status: { certificate: pem.toString("base64") },
    });
  }
  const kubelets = { signerName: "kubernetes.io/kube-apiserver-client-kubelet" };
  const node = "system:node:a";

  test.each([
    ["of nobody here", signed("/O=others/CN=jane"), false],
    ["of the team", signed("/O=team:payments/CN=jane"), true],
    ["of the team and others in one breath", signed("/O=a+O=team:payments/CN=jane"), true],
    ["of the system's group", signed("/O=system:masters/CN=jane"), true],
    ["of an account", signed("/CN=system:serviceaccount:kube-system:default"), true],
    ["of a person of the team", signed("/CN=team:payments:alice"), true],
    [
      "of a node, for itself",
      signed(`/O=system:nodes/CN=${node}`, { ...kubelets, username: node }),
      false,
    ],
    [
      "of a node that joins",
      signed(`/O=system:nodes/CN=${node}`, { ...kubelets, username: "system:bootstrap:abcdef" }),
      false,
    ],
    [
      "of a node, for somebody else",
      signed(`/O=system:nodes/CN=${node}`, { ...kubelets, username: "kubernetes-admin" }),
      true,
    ],
  ])("%s", (_, request, expected) => {
    expect(concerns(request, program)).toBe(expected);
  });
});
