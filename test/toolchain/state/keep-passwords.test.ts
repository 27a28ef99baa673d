import { spawnSync } from "node:child_process";
import { join } from "node:path";

const script = join(__dirname, "../../../toolchain/state/keep-passwords.mjs");

const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const hidden = (value: unknown) => ({ ...mark, plaintext: JSON.stringify(value) });

const urn = (types: string, name: string) => `urn:pulumi:dev::sre-challenge::${types}::${name}`;
const server = urn("a:B$sre-challenge:DatabaseServer", "books-database");
const stack = { urn: urn("pulumi:pulumi:Stack", "sre-challenge-dev"), type: "pulumi:pulumi:Stack" };
const secret = (role: string, inputs: object, parent = server) => ({
  urn: urn(`${parent.split("::")[2] ?? ""}$kubernetes:core/v1:Secret`, `books-database-${role}`),
  type: "kubernetes:core/v1:Secret",
  parent,
  inputs,
});
const owner = secret("owner", { stringData: hidden({ password: "old", pgpass: "*:old" }) });
const service = secret("service", {
  data: { password: hidden("b2xkZXI="), pgpass: hidden("Kg==") },
});

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
}

/** What the script makes of a state; undefined if it has nothing to do. */
function kept(resources: readonly object[]): Resource[] | undefined {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], {
    input: JSON.stringify({ version: 3, deployment: { resources } }),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  if (stdout === "") return undefined;
  return (JSON.parse(stdout) as { deployment: { resources: Resource[] } }).deployment.resources;
}

test("what stands in a Secret alone is kept from now on, before the Secret", () => {
  const made = kept([stack, owner, service]) ?? [];
  expect(made.map(({ urn: name }) => name)).toEqual([
    stack.urn,
    urn("pulumi:providers:pulumi", "default"),
    urn("a:B$sre-challenge:DatabaseServer$pulumi:index:Stash", "books-database-owner"),
    owner.urn,
    urn("a:B$sre-challenge:DatabaseServer$pulumi:index:Stash", "books-database-service"),
    service.urn,
  ]);
  const [, provider, forOwner, , forService] = made;
  expect(forOwner).toEqual({
    urn: forOwner?.urn,
    custom: true,
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    type: "pulumi:index:Stash",
    inputs: { input: hidden("old") },
    outputs: { input: hidden("old"), output: hidden("old") },
    parent: server,
    provider: `${provider?.urn ?? ""}::${provider?.id ?? ""}`,
    ignoreChanges: ["input"],
    replacementTrigger: 1,
  });
  expect(forService).toMatchObject({ outputs: { output: hidden("older") } });
});

test("what is kept already stays, and so do Secrets that hold no password of a database", () => {
  const made = kept([stack, owner]) ?? [];
  expect(kept(made)).toBeUndefined();
  expect(
    kept([stack, secret("owner", { stringData: {} }, urn("a:Team", "books"))]),
  ).toBeUndefined();
  expect(kept([])).toBeUndefined();
});

test("a Secret without its password is named, and nothing is written", () => {
  expect(() => kept([stack, secret("owner", { data: {} })])).toThrow(
    "books-database-owner: has no password",
  );
});
