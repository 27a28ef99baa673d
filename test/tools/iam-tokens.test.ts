import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  Authenticator,
  RoleMapping,
  authenticatorProgram,
  startAuthenticator,
  tokenFor,
} from "../iam/authenticator";
import { badTokens } from "../iam/bad-tokens";
import { Emulator, startEmulator } from "../iam/emulator";
import { replay } from "../iam/replay";
import { urlIn } from "../iam/tokens";
import { describeOnLinux } from "../cluster/node";

// The webhook and the program that makes tokens, both real, with no API server between them.
const clusterId = "tokens-of-a-test";
const minutes = 60_000;
jest.setTimeout(10 * minutes);

describeOnLinux("a token of aws-iam-authenticator", () => {
  let emulator: Emulator;
  let iam: IAMClient;
  let program: string;
  let payments: RoleMapping;
  let webhook: Authenticator;
  const stops: (() => Promise<void>)[] = [];

  const createRole = async (RoleName: string, Path = "/"): Promise<RoleMapping> => {
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const input = { RoleName, Path, AssumeRolePolicyDocument };
    const { Role } = await iam.send(new CreateRoleCommand(input));
    return {
      rolearn: Role?.Arn ?? "",
      userid: Role?.RoleId ?? "",
      username: "team:payments:{{SessionName}}",
      groups: ["team:payments"],
    };
  };
  const alice = (role: RoleMapping): Promise<string> =>
    tokenFor(program, emulator, clusterId, role.rolearn, "alice");
  const accepted = {
    authenticated: true,
    user: { username: "team:payments:alice", groups: ["team:payments"] },
  };

  beforeAll(async () => {
    program = authenticatorProgram();
    emulator = await startEmulator("eu-west-1");
    stops.push(() => emulator.stop());
    const { url: endpoint, region, root: credentials } = emulator;
    iam = new IAMClient({ endpoint, region, credentials });
    payments = await createRole("team-payments");
    webhook = await startAuthenticator(program, emulator, clusterId, [payments]);
    stops.push(() => webhook.stop());
  });

  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  test("names the person and the group of the role's team", async () => {
    expect(await webhook.review(await alice(payments))).toMatchObject(accepted);
  });

  test("that is not as it should be lets nobody in, beside one that does", async () => {
    const unmapped = await createRole("team-unmapped");
    const tokens = await badTokens({
      program,
      emulator,
      clusterId,
      roleArn: payments.rolearn,
      unmappedRoleArn: unmapped.rolearn,
    });
    for (const { what, token, reason } of tokens) {
      const before = webhook.log().length;
      const { authenticated } = await webhook.review(token);
      expect({ what, authenticated }).toEqual({ what, authenticated: undefined });
      expect(await webhook.review(await alice(payments))).toMatchObject(accepted);
      expect(webhook.log().slice(before)).toContain(reason);
    }
    expect(tokens).toHaveLength(9);
  });

  test("is refused by STS when it is replayed with a changed header", async () => {
    const url = urlIn(await alice(payments));
    const headers = { "x-k8s-aws-id": clusterId, accept: "application/json" };
    expect(await replay(emulator, url, headers)).toMatchObject({ status: 200 });
    const changed = { ...headers, "x-k8s-aws-id": "another-cluster" };
    expect(await replay(emulator, url, changed)).toMatchObject({
      status: 403,
      body: expect.stringContaining("SignatureDoesNotMatch") as string,
    });
  });

  test("of a role that was made anew, of the same name, is another role's", async () => {
    const byArn = await startAuthenticator(program, emulator, clusterId, [payments], {
      strict: false,
    });
    stops.push(() => byArn.stop());
    expect(await webhook.review(await alice(payments))).toMatchObject(accepted);

    await iam.send(new DeleteRoleCommand({ RoleName: "team-payments" }));
    const impostor = await createRole("team-payments", "/elsewhere/");

    const token = await alice(impostor);
    expect(await webhook.review(token)).not.toHaveProperty("authenticated", true);
    // The token itself is good: what refuses it is that roles are known by their unique ids.
    expect(await byArn.review(token)).toMatchObject(accepted);
  });
});
