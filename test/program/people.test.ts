import { record, type Registered } from "../components/recorder";
import { EXPECTED } from "../../verify/expected";
import { teamUsers } from "../two-teams";
import { rbacOf } from "./rbac";
import { importProgram, runProgram, stackConfig } from "./run-program";

const dev = stackConfig("dev");
const eks = stackConfig("eks");

const role = (name: string) => ({
  kind: "roles",
  arns: [`arn:aws:iam::123456789012:role/${name}`],
});
const minikubeAccess = {
  account: "123456789012",
  region: "eu-west-1",
  cluster: { kind: "minikube", id: "sre-challenge" },
  endpoints: { iam: "http://127.0.0.1:5500", sts: "http://127.0.0.1:5500" },
  teams: [
    { team: "payments", assumedBy: role("pay") },
    { team: "invoices", assumedBy: role("bill") },
  ],
};
const minikube = { ...dev, "sre-challenge:access": JSON.stringify(minikubeAccess) };

const home = (team: keyof typeof teamUsers) => ({ namespace: team, runAsUser: teamUsers[team] });

const ofAws = (registered: readonly Registered[]) =>
  registered.filter(({ type }) => /^(pulumi:providers:)?aws(:|$)/.test(type));

const one = (registered: readonly Registered[], key: string) =>
  registered.find((resource) => resource.key === key);

describe("the stack dev, which knows no AWS", () => {
  let run: Awaited<ReturnType<typeof runProgram>>;

  beforeAll(async () => {
    run = await runProgram(dev);
  });

  test("registers nothing of AWS, neither a provider nor the authenticator", () => {
    expect(ofAws(run.registered)).toEqual([]);
    expect(JSON.stringify(run.registered)).not.toContain("aws-iam-authenticator");
  });

  test("tells each team's group, which a certificate can name, and its namespace and user", () => {
    const { invoices, payments, viewers, platform, ...others } = run.result.access;
    expect({ invoices, payments, viewers, platform }).toEqual({
      invoices: { group: "team:invoices", ...home("invoices") },
      payments: { group: "team:payments", ...home("payments") },
      viewers: { group: "team:viewers" },
      platform: { group: "team:platform" },
    });
    expect(["invoices", "payments", ...Object.keys(others)].sort()).toEqual(
      [...EXPECTED.teams].sort(),
    );
  });
});

describe("the stack eks", () => {
  let run: Awaited<ReturnType<typeof runProgram>>;

  beforeAll(async () => {
    run = await runProgram(eks);
  });

  test("makes a role, its policy and an access entry for each team, in the one account", () => {
    const teams = ["invoices", "payments", "viewers", "platform"];
    expect(
      ofAws(run.registered)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(
      [
        "pulumi:providers:aws::aws",
        ...teams.flatMap((team) => [
          `aws:iam/role:Role::team-${team}`,
          `aws:iam/rolePolicy:RolePolicy::team-${team}`,
          `aws:eks/accessEntry:AccessEntry::team-${team}`,
        ]),
      ].sort(),
    );
    expect(one(run.registered, "pulumi:providers:aws::aws")?.inputs).toEqual({
      region: "eu-west-1",
      allowedAccountIds: '["123456789012"]',
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
    const resources = ofAws(run.registered).filter(({ type }) => type.startsWith("aws:"));
    expect(new Set(resources.map(({ provider }) => provider))).toEqual(new Set(["aws"]));
  });

  test("needs no authenticator of its own", () => {
    expect(JSON.stringify(run.registered)).not.toContain("aws-iam-authenticator");
  });

  test("trusts no whole account and no pattern", () => {
    const policies = run.registered.flatMap(({ inputs }) => [
      ...(typeof inputs.assumeRolePolicy === "string" ? [inputs.assumeRolePolicy] : []),
      ...(typeof inputs.policy === "string" ? [inputs.policy] : []),
    ]);
    expect(policies).not.toEqual([]);
    expect(policies.filter((policy) => /:root|\*|"\d{12}"/.test(policy))).toEqual([]);
  });

  test("tells where each team gets in", () => {
    const entrance = (team: string) => ({
      group: `team:${team}`,
      roleArn: `arn:aws:iam::123456789012:role/sre-challenge-team-${team}`,
      clusterId: "sre-challenge",
      region: "eu-west-1",
    });
    const { invoices, payments, viewers, platform } = run.result.access;
    expect({ invoices, payments, viewers, platform }).toEqual({
      invoices: { ...entrance("invoices"), ...home("invoices") },
      payments: { ...entrance("payments"), ...home("payments") },
      viewers: entrance("viewers"),
      platform: entrance("platform"),
    });
  });
});

describe("Minikube with an emulator of AWS", () => {
  let run: Awaited<ReturnType<typeof runProgram>>;

  beforeAll(async () => {
    run = await runProgram(minikube);
  });

  test("asks the emulator, and takes no credentials of the machine it runs on", () => {
    expect(one(run.registered, "pulumi:providers:aws::aws")?.inputs).toEqual({
      region: "eu-west-1",
      allowedAccountIds: '["123456789012"]',
      endpoints: JSON.stringify([minikubeAccess.endpoints]),
      skipMetadataApiCheck: "true",
      skipCredentialsValidation: "false",
      skipRegionValidation: "true",
    });
  });

  test("makes the same roles, and the authenticator in the place of access entries", () => {
    const types = ofAws(run.registered).map(({ type }) => type);
    expect(types.filter((type) => type === "aws:iam/role:Role")).toHaveLength(2);
    expect(types).not.toContain("aws:eks/accessEntry:AccessEntry");
    expect(
      one(run.registered, "kubernetes:apps/v1:DaemonSet::aws-iam-authenticator"),
    ).toMatchObject({ provider: "cluster", inputs: { metadata: { namespace: "kube-system" } } });
  });

  test("tells of a role where there is one", () => {
    expect(run.result.access).toMatchObject({
      payments: { roleArn: "arn:aws:iam::123456789012:role/sre-challenge-team-payments" },
      viewers: { group: "team:viewers" },
    });
    expect(run.result.access.viewers).not.toHaveProperty("roleArn");
  });
});

interface Identity {
  readonly group: string;
  readonly user?: string;
}

test("the three ways in end at the same group and user, which the RoleBindings name", async () => {
  const onEks = await runProgram(eks);
  const onMinikube = await runProgram(minikube);
  const { data } = one(onMinikube.registered, "kubernetes:core/v1:ConfigMap::aws-iam-authenticator")
    ?.inputs as { data: Record<string, string> };
  const { mapRoles } = JSON.parse(data["mappings.json"] ?? "") as {
    mapRoles: { rolearn: string; username: string; groups: string[] }[];
  };

  for (const team of ["invoices", "payments"] as const) {
    const entry = one(onEks.registered, `aws:eks/accessEntry:AccessEntry::team-${team}`)
      ?.inputs as { userName: string; kubernetesGroups: string[] };
    const mapped = mapRoles.filter(({ rolearn }) => rolearn.endsWith(`-team-${team}`));
    const ways: Identity[] = [
      ...entry.kubernetesGroups.map((group) => ({ group, user: entry.userName })),
      ...mapped.flatMap(({ groups, username }) =>
        groups.map((group) => ({ group, user: username })),
      ),
      // The certificate's organization; its common name is the user, with the person in it.
      { group: onMinikube.result.access[team]?.group ?? "" },
    ];
    const user = `team:${team}:{{SessionName}}`;
    expect(ways).toEqual([
      { group: `team:${team}`, user },
      { group: `team:${team}`, user },
      { group: `team:${team}` },
    ]);
    for (const { registered } of [onEks, onMinikube]) {
      const binding = rbacOf(registered).find(
        (it) =>
          it.kind === "RoleBinding" && it.metadata.namespace === team && it.roleRef.name === "team",
      );
      expect(binding && "subjects" in binding && binding.subjects).toMatchObject([
        { kind: "Group", name: `team:${team}` },
      ]);
    }
  }
});

test.each([
  ["a group of the system", { team: "system:masters" }],
  ["everybody as the principal", { assumedBy: { kind: "roles", arns: ["*"] } }],
])("%s: nothing is registered", async (_, change) => {
  const access = { ...minikubeAccess, teams: [{ ...minikubeAccess.teams[0], ...change }] };
  const config = { ...dev, "sre-challenge:access": JSON.stringify(access) };
  const { result, registered } = await record(() => {
    try {
      return importProgram();
    } catch (error) {
      return String(error);
    }
  }, config);
  expect(result).toMatch(
    /^Error: Pulumi\.test\.yaml has faults; nothing was changed:\n {2}access\./,
  );
  expect(registered).toEqual([]);
});
