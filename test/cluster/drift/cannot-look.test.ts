import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubectl } from "../kubectl";
import { runDrift } from "./run";

// Where drift cannot look it says so in a line, and never that there is none.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "drift-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Config {
  readonly "current-context": string;
  readonly clusters: readonly { readonly name: string; readonly cluster: object }[];
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

/** The kubeconfig with a change, as a file. */
async function kubeconfig(name: string, change: (config: Config) => object): Promise<string> {
  const view = ["config", "view", "--raw", "--flatten", "--minify", "--output=json"];
  const config = JSON.parse(await kubectl(view)) as Config;
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify({ ...config, ...change(config) }), { mode: 0o600 });
  return file;
}

const as = (user: object) => (config: Config) => ({
  users: config.users.map(({ name }) => ({ name, user })),
});

function refused(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = runDrift(args, env);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  return stderr;
}

test("a wrong flag", () => {
  expect(refused(["--jsno"])).toContain('unknown argument "--jsno"');
});

test("a cluster that does not answer", async () => {
  const KUBECONFIG = await kubeconfig("closed", ({ clusters }) => ({
    clusters: clusters.map((it) => ({
      ...it,
      cluster: { ...it.cluster, server: "https://127.0.0.1:1" },
    })),
  }));
  expect(refused([], { KUBECONFIG })).toContain(
    "the cluster at https://127.0.0.1:1 does not answer: connect ECONNREFUSED",
  );
});

test("a credential that is no more", async () => {
  const KUBECONFIG = await kubeconfig("ended", as({ token: "ended" }));
  expect(refused([], { KUBECONFIG })).toContain("does not know these credentials");
});

test("somebody who may not see everything, also with --repair", async () => {
  const token = await kubectl(["create", "token", "default", "--namespace=payments"]);
  const KUBECONFIG = await kubeconfig("few-rights", as({ token: token.trim() }));
  const said = /User "system:serviceaccount:payments:default" cannot list .*\n.*setup\.sh --env/;
  expect(refused([], { KUBECONFIG })).toMatch(said);
  expect(refused(["--repair"], { KUBECONFIG })).toMatch(said);
});

test("another cluster than the stack was deployed to", async () => {
  const KUBECONFIG = await kubeconfig("another", ({ contexts }) => ({
    "current-context": "another",
    contexts: contexts.map((it) => ({ ...it, name: "another" })),
  }));
  expect(refused([], { KUBECONFIG })).toContain(
    'kubectl\'s current context is "another", and the stack was deployed to "sre-challenge"',
  );
});

test("a stack that is not there", () => {
  expect(refused([], { PULUMI_STACK: "none" })).toContain("setup.sh");
});

test("a stranger that is none, before anything is changed", () => {
  expect(refused(["--repair", "--delete=Role/payments/team"])).toContain(
    '--delete: "Role/payments/team" is no stranger',
  );
});
