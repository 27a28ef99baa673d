import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  Role,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { Moto, startMoto } from "../iam/moto";
import { RoleStack } from "./aws-provider/role-stack";

// The provider under a real engine, with the official SDK, at moto.
jest.setTimeout(10 * 60_000);

const roleType = "aws:iam/role:Role";
const update = ["up", "--yes", "--skip-preview"];
const ann = "arn:aws:iam::123456789012:role/ann";
const wish = { name: "team-payments", description: "People", assumedBy: ann };

let moto: Moto;
let stack: RoleStack;
let iam: IAMClient;

beforeAll(async () => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  moto = await startMoto();
  const credentials = { accessKeyId: "AKIATEST", secretAccessKey: "test" };
  iam = new IAMClient({ endpoint: moto.url, region: "eu-west-1", credentials });
  stack = new RoleStack(moto);
  await stack.create();
});
afterAll(async () => {
  stack.remove();
  await moto.stop();
});

async function observed(RoleName = wish.name): Promise<Role | undefined> {
  return (await iam.send(new GetRoleCommand({ RoleName }))).Role;
}

async function roleNames(): Promise<(string | undefined)[]> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return Roles.map(({ RoleName }) => RoleName);
}

test("a preview makes nothing", async () => {
  stack.want(wish);
  expect(await stack.pulumi("preview")).toContain("aws:iam:Role team create");
  expect(await roleNames()).toEqual([]);
});

test("an update makes the role and its policy, and keeps no credentials", async () => {
  await stack.pulumi(...update);
  const found = await observed();
  expect(await stack.resource(roleType)).toMatchObject({
    id: "team-payments",
    outputs: { arn: found?.Arn, uniqueId: found?.RoleId, description: "People", path: "/" },
  });
  expect(await stack.resource("aws:iam/rolePolicy:RolePolicy")).toMatchObject({
    id: "team-payments:describe",
    outputs: { role: "team-payments", name: "describe" },
  });
  const state = await stack.state();
  for (const secret of Object.values(stack.credentials)) expect(state).not.toContain(secret);
});

test("nothing is left to do after it, and a refresh finds it", async () => {
  await stack.pulumi("preview", "--expect-no-changes");
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("another trust policy is an update in place", async () => {
  const before = await observed();
  stack.want({ ...wish, assumedBy: ann.replace("ann", "bob") });
  await stack.pulumi(...update);
  const after = await observed();
  expect(after?.RoleId).toBe(before?.RoleId);
  expect(decodeURIComponent(after?.AssumeRolePolicyDocument ?? "")).toContain("role/bob");
});

test("what somebody else changed is found by a refresh and put right", async () => {
  await iam.send(new UpdateRoleCommand({ RoleName: wish.name, MaxSessionDuration: 43200 }));
  expect(await stack.pulumi(...update, "--refresh")).toContain("maxSessionDuration");
  expect((await observed())?.MaxSessionDuration).toBe(3600);
  await stack.pulumi("preview", "--refresh", "--expect-no-changes");
});

test("another path is another role, and its policy goes and comes with it", async () => {
  const before = await observed();
  stack.want({ ...wish, path: "/people/" });
  await stack.pulumi(...update);
  const after = await observed();
  expect(after?.Path).toBe("/people/");
  expect(after?.RoleId).not.toBe(before?.RoleId);
  await stack.pulumi("preview", "--refresh", "--expect-no-changes");
});

test("a role that is gone is made anew", async () => {
  const RoleName = wish.name;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "describe" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  await stack.pulumi(...update, "--refresh");
  expect((await observed())?.Path).toBe("/people/");
  await stack.pulumi("preview", "--refresh", "--expect-no-changes");
});

test("credentials that are missing or of another account are refused before anything is made", async () => {
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  const { status, stdout } = await stack.tryPulumi(["preview"], none);
  expect(status).not.toBe(0);
  expect(stdout).toContain("AWS_ACCESS_KEY_ID: missing in the environment");

  stack.want({ ...wish, name: "elsewhere", account: "999999999999" });
  const refused = await stack.tryPulumi(update);
  expect(refused.status).not.toBe(0);
  expect(refused.stdout).toContain("the credentials are of account 123456789012");
  expect(await roleNames()).toEqual(["team-payments"]);
});

test("setup.sh --destroy leaves nothing in AWS", async () => {
  // The state has the last program's account, refused or not.
  stack.want({ ...wish, path: "/people/" });
  await stack.pulumi(...update);
  await stack.leave();
  expect(await roleNames()).toEqual([]);
});
