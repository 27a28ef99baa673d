import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { execFileSync } from "node:child_process";
import { authenticatorProgram, tokenFor } from "../iam/authenticator";
import { badTokens } from "../iam/bad-tokens";
import { Emulator, startEmulator } from "../iam/emulator";
import { ACCOUNT } from "../iam/moto";
import { forgetOnNode, nodeState, trustOnNode } from "./iam-chain/node-trust";
import { PersonsShell } from "./iam-chain/person";
import { IamStack, clusterId } from "./iam-chain/stack";
import { describeOnLinux } from "./node";

// From the roles that `pulumi up` makes in IAM to what a person may do in the cluster, with real
// tokens, the real webhook and the real API server. moto is AWS here.
const teams = ["payments", "invoices"] as const;
type Team = (typeof teams)[number];
const other: Readonly<Record<Team, Team>> = { payments: "invoices", invoices: "payments" };
const roleName = (team: Team): string => `${clusterId}-team-${team}`;
const roleArn = (team: Team, path = ""): string =>
  `arn:aws:iam::${ACCOUNT}:role/${path}${roleName(team)}`;

jest.setTimeout(10 * 60_000);

describeOnLinux("a person who assumes a team's IAM role", () => {
  let emulator: Emulator;
  let iam: IAMClient;
  let stack: IamStack;
  let shell: PersonsShell;
  let nodeBefore: string;
  const kubeconfigs = new Map<Team, string>();
  const undo: (() => unknown)[] = [];

  const kubeconfigOf = (team: Team): string => {
    const file = kubeconfigs.get(team);
    if (file === undefined) throw new Error(`nobody of ${team} is logged in`);
    return file;
  };
  const listPods = (team: Team, namespace: Team) =>
    shell.kubectl(kubeconfigOf(team), "get", "pods", `--namespace=${namespace}`, "--output=name");
  const roleNames = async (): Promise<(string | undefined)[]> => {
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    return Roles.map(({ RoleName }) => RoleName).sort();
  };
  const createRole = async (RoleName: string, Path = "/"): Promise<string> => {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const input = { RoleName, Path, AssumeRolePolicyDocument };
    const { Role } = await iam.send(new CreateRoleCommand(input));
    return Role?.Arn ?? "";
  };

  beforeAll(async () => {
    nodeBefore = nodeState();
    emulator = await startEmulator("eu-west-1");
    undo.push(() => emulator.stop());
    const { url: endpoint, region, root: credentials } = emulator;
    iam = new IAMClient({ endpoint, region, credentials });
    shell = new PersonsShell(emulator);
    undo.push(() => {
      shell.remove();
    });
    // Before the authenticator starts, which reads both once.
    undo.push(forgetOnNode);
    await trustOnNode(emulator);
    stack = new IamStack(emulator);
    undo.push(() => {
      stack.remove();
    });
    undo.push(() => stack.upWithoutIam());
    await stack.up();
  });

  afterAll(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  test("has a role that pulumi up made, and a second preview shows no change", async () => {
    expect(await roleNames()).toEqual([
      "sre-challenge-team-invoices",
      "sre-challenge-team-payments",
    ]);
    expect(await stack.previewUnchanged()).toMatchObject({ status: 0 });
  });

  test.each(teams)("is in the group of %s, under a name of his own", async (team) => {
    kubeconfigs.set(team, await shell.login(team, "alice"));
    undo.push(() => shell.logout(team));
    const whoami = ["auth", "whoami", "--output=json"];
    const { status, stdout } = await shell.kubectl(kubeconfigOf(team), ...whoami);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: {
        userInfo: {
          username: `team:${team}:alice`,
          groups: [`team:${team}`, "system:authenticated"],
          extra: { arn: [`arn:aws:sts::${ACCOUNT}:assumed-role/${roleName(team)}/alice`] },
        },
      },
    });
  });

  test.each(teams)("lists pods in %s and in no other team's namespace", async (team) => {
    const own = await listPods(team, team);
    expect(own).toMatchObject({ status: 0 });
    expect(own.stdout).toMatch(/^pod\//);

    const others = await listPods(team, other[team]);
    expect(others).toMatchObject({ status: 1, stdout: "" });
    expect(others.stderr).toContain(
      `pods is forbidden: User "team:${team}:alice" cannot list resource "pods" in API group "" in the namespace "${other[team]}"`,
    );
  });

  test("gets in by a good token alone", async () => {
    const program = authenticatorProgram();
    const list = ["get", "pods", "--namespace=payments", "--output=name"];
    const unmappedRoleArn = await createRole("unmapped");
    const mapped = roleArn("payments");
    const options = { program, emulator, clusterId, roleArn: mapped, unmappedRoleArn };
    for (const { what, token, reason } of await badTokens(options)) {
      const since = new Date().toISOString();
      const refused = await shell.withToken(token, ...list);
      expect({ what, ...refused }).toMatchObject({
        what,
        status: 1,
        stdout: "",
        stderr: expect.stringContaining("(Unauthorized)") as string,
      });
      const good = await tokenFor(program, emulator, clusterId, mapped, "alice");
      expect(await shell.withToken(good, ...list)).toMatchObject({ status: 0 });
      expect(authenticatorLog(since)).toContain(reason);
    }
  });

  test("is somebody else once the role was made anew under another path", async () => {
    expect(await listPods("payments", "payments")).toMatchObject({ status: 0 });
    const RoleName = roleName("payments");
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "describe-cluster" }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    const impostor = await createRole(RoleName, "/elsewhere/");
    expect(impostor).toBe(roleArn("payments", "elsewhere/"));

    const token = await tokenFor(authenticatorProgram(), emulator, clusterId, impostor, "alice");
    expect(await shell.withToken(token, "get", "pods", "--namespace=payments")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("(Unauthorized)") as string,
    });
    expect(await listPods("invoices", "invoices")).toMatchObject({ status: 0 });

    await iam.send(new DeleteRoleCommand({ RoleName }));
    await stack.up("--refresh");
    expect(await listPods("payments", "payments")).toMatchObject({ status: 0 });
  });

  test("leaves nothing behind where AWS is not configured any more", async () => {
    await iam.send(new DeleteRoleCommand({ RoleName: "unmapped" }));
    await stack.upWithoutIam();
    expect(await roleNames()).toEqual([]);
    const refused = await listPods("invoices", "invoices");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    forgetOnNode();
    expect(nodeState()).toBe(nodeBefore);
  });
});

function authenticatorLog(since: string): string {
  return execFileSync(
    "kubectl",
    [
      "logs",
      "--namespace=kube-system",
      "--selector=app.kubernetes.io/name=aws-iam-authenticator",
      `--since-time=${since}`,
      "--tail=-1",
    ],
    { encoding: "utf8" },
  );
}
