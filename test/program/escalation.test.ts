import { type Chain, chainsOf } from "../../access/escalation/chains";
import type { Cluster } from "../../access/escalation/cluster";
import { ways } from "../../access/escalation/ways";
import type { Identity } from "../../access/identity";
import { loadMatrix } from "../../access/matrix";
import { guardrails } from "../../components/access/guardrails";
import { clusterOf } from "./cluster";
import { runProgram, stackConfig } from "./run-program";

// How far each subject's rights reach by all that is known to give more than it says.
const { subjects } = loadMatrix();

/** What each subject can become; those who can become nothing are left out. */
function reached(cluster: Cluster): Record<string, string[]> {
  const all = [...subjects].map(([name, identity]) => {
    const gains = chainsOf(cluster, identity).flatMap((chain) => chain.at(-1)?.gains ?? []);
    return [name, [...new Set(gains)].sort()] as const;
  });
  return Object.fromEntries(all.filter(([, gains]) => gains.length > 0));
}

function identityOf(subject: string): Identity {
  const identity = subjects.get(subject);
  if (identity === undefined) throw new Error(`nobody is called ${subject}`);
  return identity;
}

/** Such as `a token request in payments`, each after what it needs first. */
function text(chain: Chain): string {
  return chain
    .map(({ way, namespace }) => (namespace === "" ? way : `${way} in ${namespace}`))
    .join("; ");
}

const platformAccounts = [
  "default/default",
  "invoices/default",
  "invoices/invoice-app",
  "invoices/invoices-database",
  "invoices/invoices-database-backup",
  "kube-system/clusterrole-aggregation-controller",
  "kube-system/default",
  "payments/default",
  "payments/payment-provider",
  "payments/payments-database",
  "payments/payments-database-backup",
];

/** A team's own pods, which may do nothing; the walls hold everybody else back. */
const teams = {
  "invoices member": ["invoices/default", "invoices/invoice-app"],
  "payments member": ["payments/default", "payments/payment-provider"],
  "invoices break-glass": [
    "invoices/default",
    "invoices/invoice-app",
    "invoices/invoices-database",
    "invoices/invoices-database-backup",
  ],
  "payments break-glass": [
    "payments/default",
    "payments/payment-provider",
    "payments/payments-database",
    "payments/payments-database-backup",
  ],
};

describe("on the stack dev", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = clusterOf((await runProgram(stackConfig("dev"))).registered);
  });

  test("nobody but the platform team becomes more than a pod of the own team", () => {
    expect(reached(cluster)).toEqual({
      ...teams,
      platform: [...platformAccounts, "a node", "system:masters"].sort(),
    });
  });

  test("the platform team becomes a node or an administrator in these ways", () => {
    const ends = chainsOf(cluster, identityOf("platform")).filter((chain) =>
      chain.at(-1)?.gains.some((gain) => !gain.includes("/")),
    );
    expect(ends.map(text)).toEqual([
      "a Secret that is filled with an account's token in kube-system; any role of the cluster",
      "reading the tokens in Secrets in kube-system; any role of the cluster",
      "a bootstrap token in kube-system",
      "who is who: aws-auth, the authenticator's mapping, the cluster's own settings in kube-system",
      "the namespace's labels in payments; a pod with the node's disk in payments",
      "the namespace's labels in invoices; a pod with the node's disk in invoices",
      "a pod with the node's disk in default",
      "a pod with the node's disk in kube-system",
      "a pod under an account in kube-system; any role of the cluster",
      "a Deployment under an account in kube-system; any role of the cluster",
      "a workload under an account in kube-system; any role of the cluster",
      "a CronJob under an account in kube-system; any role of the cluster",
      "the guardrail off, or to Audit; a shell in the control plane in kube-system",
      "the guardrail off, or to Audit; a container in the control plane in kube-system",
    ]);
  });

  test("every guardrail that holds a way is one of the program's", () => {
    const named = ways.flatMap(({ heldBy }) => (heldBy?.kind === "guardrail" ? [heldBy.name] : []));
    const known = guardrails.map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  /** The ways by which somebody takes the account of the payments' database. */
  const toDatabase = (subject: string, guardrail = "") => {
    const standing = cluster.guardrails.filter(({ name }) => name !== guardrail);
    const chains = chainsOf({ ...cluster, guardrails: standing }, identityOf(subject));
    return chains
      .filter((chain) => chain.at(-1)?.gains.includes("payments/payments-database"))
      .map(text);
  };

  test.each([
    ["pods", "payments break-glass", "a pod under an account"],
    ["workloads", "payments break-glass", "a workload under an account"],
    ["workloads", "payments member", "a Deployment under an account"],
    ["cronjobs", "payments break-glass", "a CronJob under an account"],
    ["secrets", "payments member", "a Secret that is filled with an account's token"],
  ])("the guardrail %s, and nothing else, holds for the %s %s", (name, subject, way) => {
    expect(toDatabase(subject)).not.toContain(`${way} in payments`);
    expect(toDatabase(subject, `sre-challenge-${name}`)).toContain(`${way} in payments`);
  });

  test("without Pod Security a team in an emergency becomes an administrator", () => {
    const open = cluster.namespaces.map((it) => ({ ...it, podSecurity: false }));
    expect(reached({ ...cluster, namespaces: open })["payments break-glass"]).toContain(
      "system:masters",
    );
  });
});
