import type { Server } from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { handlers } from "../../../../toolchain/providers/aws/server";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";
import { Engine } from "../../../../toolchain/providers/rpc/engine";
import { serve } from "../../../../toolchain/providers/rpc/plugin";
import { UNKNOWN, secret } from "../../../../toolchain/providers/rpc/properties";
import { PluginClient, State } from "../plugin-client";
import { FakeIam } from "./fake-iam";

const role = { type: "aws:iam/role:Role", name: "team-payments" };
const policy = { type: "aws:iam/rolePolicy:RolePolicy", name: "team-payments" };

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: {
        AWS: ["arn:aws:iam::123456789012:role/ann", "arn:aws:iam::123456789012:role/bob"],
      },
    },
  ],
});
// The same, in the words of somebody else.
const sameTrust = `{"Statement":{"Principal":{"AWS":["arn:aws:iam::123456789012:role/bob",
  "arn:aws:iam::123456789012:role/ann"]},"Action":["sts:AssumeRole"],"Effect":"Allow"},"Version":"2012-10-17"}`;
const otherTrust = trust.replace("/bob", "/eve");

const roleInputs = { name: "payments", assumeRolePolicy: trust, description: "People" };
const policyInputs = { name: "describe", role: "payments", policy: '{"Statement":[]}' };

const environment = { AWS_ACCESS_KEY_ID: "AKIAFAKE", AWS_SECRET_ACCESS_KEY: "fake-secret" };

let iam: FakeIam;
let server: Server;
let plugin: PluginClient;

beforeAll(() => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
});
beforeEach(async () => {
  iam = await FakeIam.start();
  await start(environment);
  await configure({});
  iam.calls.length = 0;
});
afterEach(() => {
  plugin.close();
  server.forceShutdown();
  iam.stop();
});

async function start(variables: Record<string, string>): Promise<void> {
  const serving = await serve(handlers("7.48.0", new Engine(), variables));
  server = serving.server;
  plugin = new PluginClient(serving.port);
}

function configure(settings: Record<string, string>): Promise<pb.ConfigureResponse> {
  const endpoints = JSON.stringify([{ iam: iam.url, sts: iam.url }]);
  const allowedAccountIds = '["123456789012"]';
  const variables = { region: "eu-west-1", endpoints, allowedAccountIds, ...settings };
  return plugin.configure(variables, "aws");
}

async function createdRole(inputs: PropertyMap = roleInputs): Promise<State> {
  return plugin.create(role, await plugin.check(role, inputs));
}

/** What the engine does of a change. */
async function plan(resource: typeof role, old: State, news: PropertyMap) {
  const response = (await plugin.diff(resource, old, news)).toObject();
  return {
    changed: response.changes === pb.DiffResponse.DiffChanges.DIFF_SOME,
    replaces: response.replacesList,
    deleteBeforeReplace: response.deletebeforereplace,
  };
}

const unchanged = { changed: false, replaces: [], deleteBeforeReplace: false };
const updated = { ...unchanged, changed: true };

test("a role is written into the state as the official provider does", async () => {
  const { id, outputs } = await createdRole({ ...roleInputs, tags: { team: "payments" } });
  expect(id).toBe("payments");
  expect(outputs).toEqual({
    arn: "arn:aws:iam::123456789012:role/payments",
    assumeRolePolicy: trust,
    createDate: "2026-01-02T03:04:05Z",
    description: "People",
    forceDetachPolicies: false,
    inlinePolicies: [],
    managedPolicyArns: [],
    maxSessionDuration: 3600,
    name: "payments",
    namePrefix: "",
    path: "/",
    tags: { team: "payments" },
    tagsAll: { team: "payments" },
    uniqueId: "AROAFAKE0000000000001",
  });
});

test("a role's policy has the id <role>:<name>, and is deleted with no role at hand", async () => {
  await createdRole();
  const state = await plugin.create(policy, policyInputs);
  expect(state.id).toBe("payments:describe");
  expect(state.outputs).toEqual({ ...policyInputs, namePrefix: "" });
  expect(iam.roles.get("payments")?.policies).toEqual(new Map([["describe", '{"Statement":[]}']]));

  await plugin.delete(policy, state);
  expect(iam.roles.get("payments")?.policies.size).toBe(0);
  await plugin.delete(policy, state);
  iam.roles.clear();
  await plugin.delete(policy, state);
});

test("each property of a role is updated by its own call", async () => {
  const boundary = "arn:aws:iam::123456789012:policy/boundary";
  const state = await createdRole({ ...roleInputs, tags: { a: "1", b: "2" } });
  iam.calls.length = 0;
  const news = {
    ...roleInputs,
    assumeRolePolicy: otherTrust,
    maxSessionDuration: 7200,
    permissionsBoundary: boundary,
    tags: { b: "3" },
  };
  expect(await plan(role, state, news)).toEqual(updated);
  const next = await plugin.update(role, state, news);
  expect(iam.calls).toEqual([
    "UpdateAssumeRolePolicy payments",
    "UpdateRole payments",
    "PutRolePermissionsBoundary payments",
    "UntagRole payments",
    "TagRole payments",
    "GetRole payments",
  ]);
  expect(next.outputs).toMatchObject({ ...news, tagsAll: { b: "3" } });

  iam.calls.length = 0;
  const { permissionsBoundary: _, ...unbounded } = news;
  const last = await plugin.update(role, next, unbounded);
  expect(last.outputs).not.toHaveProperty("permissionsBoundary");
  expect(iam.calls).toEqual(["DeleteRolePermissionsBoundary payments", "GetRole payments"]);
});

test("a document that says the same in other words is no change", async () => {
  const state = await createdRole();
  expect(await plan(role, state, { ...roleInputs, assumeRolePolicy: sameTrust })).toEqual(
    unchanged,
  );
  expect(await plan(role, state, { ...roleInputs, path: "/", maxSessionDuration: 3600 })).toEqual(
    unchanged,
  );
  expect(await plan(role, state, { ...roleInputs, assumeRolePolicy: otherTrust })).toEqual(updated);
});

test("another name or path is another role", async () => {
  const state = await createdRole();
  expect(await plan(role, state, { ...roleInputs, name: "other" })).toEqual({
    changed: true,
    replaces: ["name"],
    deleteBeforeReplace: false,
  });
  // One account has one role of a name, whatever its path.
  expect(await plan(role, state, { ...roleInputs, path: "/people/" })).toEqual({
    changed: true,
    replaces: ["path"],
    deleteBeforeReplace: true,
  });
  const inline = { id: "payments:describe", inputs: policyInputs, outputs: {} };
  expect(await plan(policy, inline, { ...policyInputs, role: UNKNOWN })).toEqual({
    changed: true,
    replaces: ["role"],
    deleteBeforeReplace: true,
  });
});

test("a refresh finds what others changed, and the program's words where they did not", async () => {
  const state = await createdRole();
  const kept = iam.roles.get("payments");
  if (!kept) throw new Error("no role was made");
  kept.policy = sameTrust;
  expect(await plugin.read(role, state)).toEqual(state);

  kept.policy = otherTrust;
  kept.seconds = "43200";
  kept.tags.set("who", "eve");
  const drifted = await plugin.read(role, state);
  expect(drifted?.inputs).toEqual({
    ...roleInputs,
    assumeRolePolicy: otherTrust,
    maxSessionDuration: 43200,
    tags: { who: "eve" },
  });
  if (!drifted) throw new Error("the role was not found");
  expect(await plan(role, drifted, roleInputs)).toEqual(updated);
  await plugin.update(role, drifted, roleInputs);
  expect(kept).toMatchObject({ policy: trust, seconds: "3600", tags: new Map() });
});

test("what is gone is gone for a refresh, and no error for a delete", async () => {
  const state = await createdRole();
  iam.roles.clear();
  expect(await plugin.read(role, state)).toBeUndefined();
  await plugin.delete(role, state);
});

test("an import reads the inputs too", async () => {
  await createdRole();
  const imported = await plugin.read(role, { id: "payments", inputs: {}, outputs: {} });
  expect(imported?.inputs).toEqual(roleInputs);
  const badId = { id: "payments", inputs: {}, outputs: {} };
  await expect(plugin.read(policy, badId)).rejects.toThrow("expected <role name>:<policy name>");
});

test("a preview calls nothing, and does not know what AWS makes up", async () => {
  const preview = await plugin.create(role, roleInputs, { preview: true });
  expect(preview).toMatchObject({
    id: "",
    outputs: { name: "payments", path: "/", arn: UNKNOWN, uniqueId: UNKNOWN, createDate: UNKNOWN },
  });
  expect(iam.calls).toEqual([]);

  const state = await createdRole();
  iam.calls.length = 0;
  const news = { ...roleInputs, description: "Others" };
  const { outputs } = await plugin.update(role, state, news, { preview: true });
  expect(outputs).toMatchObject({ description: "Others", uniqueId: state.outputs.uniqueId });
  expect(iam.calls).toEqual([]);
});

test("a role of the name that is there already is not taken over", async () => {
  await createdRole();
  await expect(createdRole()).rejects.toThrow(
    "team-payments: EntityAlreadyExistsException: Role with name payments already exists.",
  );
});

test("a role that still has policies is not deleted", async () => {
  const state = await createdRole();
  await plugin.create(policy, policyInputs);
  await expect(plugin.delete(role, state)).rejects.toThrow("must delete policies first");
});

test("a secret input is a secret output, and stands in no error", async () => {
  const hidden = { ...roleInputs, description: secret("hush-hush") };
  const { outputs } = await createdRole(hidden);
  expect(outputs.description).toEqual(secret("hush-hush"));
  const named = { ...hidden, name: secret("payments") };
  await expect(plugin.create(role, named)).rejects.toThrow("Role with name [secret] already");
});

test.each<[string, PropertyMap, string]>([
  ["no name", { assumeRolePolicy: trust }, "makes up no names"],
  ["a name with a blank", { ...roleInputs, name: "pay ments" }, "up to 64 letters"],
  ["a path without its slashes", { ...roleInputs, path: "people" }, "begins and ends with a slash"],
  ["a session of half an hour", { ...roleInputs, maxSessionDuration: 1800 }, "from 3600 to 43200"],
  ["a policy that is no JSON", { ...roleInputs, assumeRolePolicy: "{" }, "not a policy document"],
  ["a policy behind a blank", { ...roleInputs, assumeRolePolicy: ` ${trust}` }, "not a policy"],
  ["typographic quotes", { ...roleInputs, description: "“People”" }, "plain quotation marks"],
  ["a boundary that is none", { ...roleInputs, permissionsBoundary: "arn:people" }, "the ARN of"],
  ["an option that it does not know", { ...roleInputs, managedPolicyArns: [] }, "leave it out"],
])("a role with %s is refused before anything is made", async (_, inputs, reason) => {
  await expect(plugin.check(role, inputs)).rejects.toThrow(reason);
  expect(iam.calls).toEqual([]);
});

test.each<[string, PropertyMap, string]>([
  ["no JSON", { ...policyInputs, policy: "{" }, "not a policy document"],
  ["a key twice", { ...policyInputs, policy: '{"Id":"a: \\"b\\":","Id":"c"}' }, "stands twice"],
  ["more than fits", { ...policyInputs, policy: `{"Id":"${"x".repeat(10_240)}"}` }, "too long"],
  ["a role's ARN", { ...policyInputs, role: "arn:aws:iam::1:role/a" }, "not its ARN"],
])("a role's policy with %s is refused", async (_, inputs, reason) => {
  await expect(plugin.check(policy, inputs)).rejects.toThrow(reason);
});

test("inputs that are not known yet are not at fault", async () => {
  const inputs = { ...roleInputs, name: UNKNOWN, tags: { team: UNKNOWN } };
  expect(await plugin.check(role, inputs)).toEqual(inputs);
});

test("other resources are for the official provider", async () => {
  const user = { type: "aws:iam/user:User", name: "ann" };
  await expect(plugin.check(user, {})).rejects.toThrow(
    'aws:iam/user:User "ann": this provider knows aws:iam/role:Role and aws:iam/rolePolicy:RolePolicy only',
  );
});

describe("its configuration", () => {
  test("is checked for the account that the credentials are of", async () => {
    await configure({});
    iam.account = "999999999999";
    await expect(configure({})).rejects.toThrow(
      "the credentials are of account 999999999999; expected those of 123456789012 (allowedAccountIds)",
    );
    // Where some accounts alone are allowed, no other setting makes it look away.
    await expect(configure({ skipCredentialsValidation: "true" })).rejects.toThrow("999999999999");
  });

  test("asks for nobody's name if it is told so and any account will do", async () => {
    iam.calls.length = 0;
    const endpoints = JSON.stringify([{ iam: iam.url, sts: iam.url }]);
    const settings = { region: "eu-west-1", endpoints };
    await plugin.configure(settings, "aws");
    expect(iam.calls).toEqual(["GetCallerIdentity"]);
    await plugin.configure({ ...settings, skipCredentialsValidation: "true" }, "aws");
    expect(iam.calls).toEqual(["GetCallerIdentity"]);
  });

  test("needs credentials in the environment", async () => {
    plugin.close();
    server.forceShutdown();
    await start({ AWS_ACCESS_KEY_ID: "AKIAFAKE" });
    await expect(configure({})).rejects.toThrow(
      "AWS_SECRET_ACCESS_KEY: missing in the environment",
    );
  });

  test.each<[string, PropertyMap, string, string]>([
    ["no region", {}, "region", "expected a region"],
    ["a key", { region: "r", secretKey: "x" }, "secretKey", "from the environment only"],
    ["a profile", { region: "r", profile: "x" }, "profile", "from the environment only"],
    ["a proxy", { region: "r", httpProxy: "x" }, "httpProxy", "leave it out"],
    [
      "an odd account",
      { region: "r", allowedAccountIds: '["12"]' },
      "allowedAccountIds[0]",
      "12 digits",
    ],
    ["an odd endpoint", { region: "r", endpoints: '[{"iam":"x"}]' }, "endpoints[0].iam", "a URL"],
    [
      "another service",
      { region: "r", endpoints: '[{"s3":"x"}]' },
      "endpoints[0].s3",
      "leave it out",
    ],
  ])("with %s is refused", async (_, config, property, reason) => {
    expect(await plugin.checkConfig({ version: "7.48.0", ...config })).toEqual([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });

  test("as the SDK sends it is good", async () => {
    const config = {
      allowedAccountIds: '["123456789012"]',
      endpoints: '[{"iam":"http://127.0.0.1:5500","sts":"http://127.0.0.1:5500"}]',
      region: "eu-west-1",
      skipCredentialsValidation: "false",
      skipMetadataApiCheck: "true",
      skipRegionValidation: "true",
      version: "7.48.0",
    };
    expect(await plugin.checkConfig(config)).toEqual([]);
    expect(await plugin.checkConfig({ ...config, region: UNKNOWN })).toEqual([]);
  });
});

test("an operation ends in its time", async () => {
  iam.hangs = true;
  await expect(plugin.create(role, roleInputs, { timeout: 1 })).rejects.toThrow(
    "team-payments: not done within 1 s; give it more time by the option customTimeouts",
  );
});
