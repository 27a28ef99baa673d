import { type Chain, chainsOf } from "../../access/escalation/chains";
import type { Cluster } from "../../access/escalation/cluster";
import { ways } from "../../access/escalation/ways";
import type { Identity } from "../../rbac/identity";
import { loadMatrix } from "../../access/matrix";
import { parseRbacObjects } from "../../rbac/rbac-objects";
import { parseStackOutputs } from "../../cluster/stack";
import { guardrails } from "../components/access/guardrails";
import { write } from "../../components/access/rules";
import { EXPECTED } from "../../verify/expected";
import { databasesOf } from "../../verify/traffic/actors";
import { clusterOf } from "./cluster";
import { runProgram, stackConfig } from "./run-program";

// How far each subject's rights reach by all that is known to give more than it says.
let subjects: ReadonlyMap<string, Identity>;

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

/** The accounts of a team's own pods. */
const deployed = (team: string) => [
  `${team}/default`,
  ...EXPECTED.services.filter((it) => it.team === team).map(({ name }) => `${team}/${name}`),
];
/** Those with the accounts of its database. */
const all = (team: string) => [
  ...deployed(team),
  ...databasesOf(EXPECTED)
    .filter((database) => database.team === team)
    .flatMap(({ name }) => ["", "-backup", "-migration"].map((end) => `${team}/${name}${end}`)),
];

/** The rights by which the platform team was an administrator. */
const oldPlatform = parseRbacObjects([
  {
    kind: "ClusterRole",
    metadata: { name: "old" },
    rules: [
      { apiGroups: [""], resources: ["pods", "namespaces", "configmaps"], verbs: write },
      { apiGroups: [""], resources: ["secrets"], verbs: ["get", ...write] },
      { apiGroups: [""], resources: ["pods/exec", "pods/attach"], verbs: ["get", "create"] },
      { apiGroups: ["apps"], resources: ["daemonsets", "deployments"], verbs: write },
      {
        apiGroups: ["admissionregistration.k8s.io"],
        resources: ["validatingadmissionpolicybindings"],
        resourceNames: guardrails.map(({ name }) => name),
        verbs: write,
      },
    ],
  },
  {
    kind: "ClusterRoleBinding",
    metadata: { name: "old" },
    roleRef: { kind: "ClusterRole", name: "old" },
    subjects: [{ kind: "Group", name: "team:platform" }],
  },
]);

describe("what somebody becomes by the rights that he has", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    const { result, registered } = await runProgram(stackConfig("dev"));
    cluster = clusterOf(registered);
    ({ subjects } = loadMatrix(parseStackOutputs(JSON.stringify(result))));
  });

  test("is the account of the pods that one deploys, which may do nothing", () => {
    const { teams } = EXPECTED;
    const ofKeys = ["issuer-keys/default", "issuer-keys/issuer-keys"];
    expect(reached(cluster)).toEqual({
      ...Object.fromEntries(teams.map((team) => [`${team} member`, deployed(team).sort()])),
      ...Object.fromEntries(teams.map((team) => [`${team} break-glass`, all(team).sort()])),
      platform: [...teams.flatMap(all), ...ofKeys].sort(),
    });
  });

  test("is more for the platform team with the rights that it had", () => {
    const old = { ...cluster, objects: [...cluster.objects, ...oldPlatform] };
    const ends = chainsOf(old, identityOf("platform")).map(text);
    expect(ends).toEqual(
      expect.arrayContaining([
        "a Secret that is filled with an account's token in kube-system; any role of the cluster",
        "a pod with the node's disk in kube-system",
        "a bootstrap token in kube-system",
        "the guardrail off, or to Audit; a Secret that is filled with an account's token in payments",
        "the namespace's labels in payments; a pod with the node's disk in payments",
        "a pod with the node's disk in default",
        "who is who: aws-auth, the authenticator's mapping, the cluster's own settings in kube-system",
        "a shell in the control plane in kube-system",
      ]),
    );
    expect(reached(old).platform).toEqual(expect.arrayContaining(["a node", "system:masters"]));
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
    ["workloads", "payments break-glass", "a workload under an account"],
    ["workloads", "payments member", "a Deployment under an account"],
    ["tokens", "payments member", "a Secret that is filled with an account's token"],
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
