import { lowerings } from "../../../access/escalation/walls";
import { ways } from "../../../access/escalation/ways";
import { person } from "../../../rbac/identity";
import { alice, chains, grant } from "./small-cluster";

const a = "admissionregistration.k8s.io";
const r = "rbac.authorization.k8s.io";

test("an account that is reached goes on by its own rights", () => {
  const controller = grant(
    [`escalate clusterroles.${r}`],
    "",
    "system:serviceaccount:kube-system:controller",
  );
  const request =
    "create serviceaccounts/token in kube-system: a token request → kube-system/controller";
  expect(
    chains([...grant(["create serviceaccounts/token"], "kube-system"), ...controller]),
  ).toEqual([
    request,
    `${request}; escalate clusterroles.${r}: any role of the cluster → system:masters`,
  ]);
});

test("a wall falls by whoever was reached before", () => {
  const guardrailOff = `patch validatingadmissionpolicybindings.${a}[sre-challenge-tokens]`;
  const account = grant(["create secrets"], "team", "system:serviceaccount:team:default");
  const found = chains([
    ...grant(["create jobs.batch"], "team"),
    ...grant([guardrailOff]),
    ...account,
  ]);
  expect(found).toEqual([
    "create jobs.batch in team: a workload under an account → team/default",
    `create jobs.batch in team: a workload under an account → team/default; ${guardrailOff}: the guardrail off, or to Audit; create secrets in team: a Secret that is filled with an account's token → team/app team/team-database`,
  ]);
});

test("two accounts that reach each other end somewhere", () => {
  const request = (account: string) =>
    grant(["create serviceaccounts/token"], "team", `system:serviceaccount:team:${account}`);
  const found = chains([
    ...grant(["create jobs.batch"], "team"),
    ...request("default"),
    ...request("app"),
  ]);
  expect(found).toEqual([
    "create jobs.batch in team: a workload under an account → team/default",
    "create jobs.batch in team: a workload under an account → team/default; create serviceaccounts/token in team: a token request → team/app team/team-database",
    "create jobs.batch in team: a workload under an account → team/default; create serviceaccounts/token in team: a token request → team/app team/team-database; create serviceaccounts/token in team: a token request → team/team-database team/default",
  ]);
});

describe("in a team's namespace", () => {
  test.each([
    ["create secrets", []],
    [
      "create pods",
      ["create pods in team: a pod under an account → team/app team/team-database team/default"],
    ],
    [
      "create jobs.batch",
      ["create jobs.batch in team: a workload under an account → team/default"],
    ],
    [
      "create deployments.apps",
      ["create deployments.apps in team: a Deployment under an account → team/app team/default"],
    ],
    [
      "create statefulsets.apps",
      ["create statefulsets.apps in team: a workload under an account → team/default"],
    ],
    [
      "create cronjobs.batch",
      [
        "create cronjobs.batch in team: a CronJob under an account → team/app team/team-database team/default",
      ],
    ],
    [
      "patch statefulsets.apps[team-database]",
      [
        "patch statefulsets.apps[team-database] in team: a program of one's own in what runs there → team/team-database",
      ],
    ],
  ])("what the walls leave of %s", (right, expected) => {
    expect(chains(grant([right], "team"))).toEqual(expected);
  });

  test.each([
    [
      "who is let through by the guardrails",
      person("alice", ["platform"]),
      [
        "create secrets in team: a Secret that is filled with an account's token → team/app team/team-database team/default",
      ],
    ],
    ["others", alice, []],
  ])("%s", (_, who, expected) => {
    expect(chains(grant(["create secrets"], "team"), who)).toEqual(expected);
  });

  test.each([
    [
      ["create jobs.batch", "patch namespaces[team]"],
      "team",
      [
        "patch namespaces[team] in team: the namespace's labels; create jobs.batch in team: a pod with the node's disk → system:masters",
        "create jobs.batch in team: a workload under an account → team/default",
        "patch namespaces[team] in team: the namespace's labels; create jobs.batch in team: a workload under an account → team/app team/team-database",
      ],
    ],
    [
      ["create secrets", `patch validatingadmissionpolicybindings.${a}[sre-challenge-tokens]`],
      "team",
      [],
    ],
  ])(
    "%j in %s: the labels are in the namespace, the guardrails are not",
    (rights, place, expected) => {
      expect(chains(grant(rights, place))).toEqual(expected);
    },
  );

  test.each([
    `patch validatingadmissionpolicybindings.${a}[sre-challenge-tokens]`,
    `delete validatingadmissionpolicies.${a}[sre-challenge-tokens]`,
    `update validatingadmissionpolicies.${a}`,
  ])("%s takes the guardrail away", (right) => {
    const named = right.endsWith("]") ? right : `${right}[sre-challenge-tokens]`;
    expect(chains([...grant(["create secrets"], "team"), ...grant([right])])).toEqual([
      `${named}: the guardrail off, or to Audit; create secrets in team: a Secret that is filled with an account's token → team/app team/team-database team/default`,
    ]);
  });

  test.each([
    `patch validatingadmissionpolicybindings.${a}[sre-challenge-pods]`,
    `create validatingadmissionpolicies.${a}`,
    `create clusterrolebindings.${r}`,
    `patch clusterroles.${r}`,
    `create rolebindings.${r}`,
  ])("%s does not", (right) => {
    expect(chains([...grant(["create secrets"], "team"), ...grant([right])])).toEqual([]);
  });
});

test("each way and each lowering names a page that says so", () => {
  const sources = [...ways, ...lowerings].map(({ source }) => source);
  expect(
    sources.filter(
      (source) => !/^https:\/\/(kubernetes\.io|docs\.aws\.amazon\.com)\/\S+$/.test(source),
    ),
  ).toEqual([]);
});
