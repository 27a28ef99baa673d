import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathWithKubectl } from "../kubectl-stand-in";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "verify-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function verify(args: readonly string[], kubeconfig: string) {
  const command = ["--require", "tsx/cjs", "verify/main.ts", ...args];
  const env = { ...process.env, PATH: pathWithKubectl(folder), KUBECONFIG: kubeconfig };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

/** There once somebody's plugin was asked for credentials. */
const asked = join(folder, "asked");

const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "touch", args: [asked] };

function kubeconfig(context: string, user: object = {}): string {
  const file = join(folder, `${context}.yaml`);
  const cluster = { name: "it", cluster: { server: "https://127.0.0.1:1" } };
  const contexts = [{ name: context, context: { cluster: "it", user: "me" } }];
  const users = [{ name: "me", user }];
  writeFileSync(
    file,
    JSON.stringify({ clusters: [cluster], contexts, users, "current-context": context }),
  );
  return file;
}

const remedy = 'Run `bash setup.sh`, then `eval "$(bash setup.sh --env)"`, and try again.\n';

test("an unknown flag gets one message", () => {
  expect(verify(["--jsno"], "")).toEqual({
    status: 2,
    stdout: "",
    stderr: 'verify: unknown argument "--jsno"; usage: npm run verify [-- --access --json]\n',
  });
});

test.each([[[]], [["--access"]]])("another cluster is left alone: %j", (args) => {
  expect(verify(args, kubeconfig("production", { exec }))).toEqual({
    status: 2,
    stdout: "",
    stderr: `verify: kubectl's current context is "production", not "sre-challenge": it was left alone.\n${remedy}`,
  });
  expect(existsSync(asked)).toBe(false);
});

test("a cluster that does not answer is no verdict", () => {
  const { status, stderr } = verify([], kubeconfig("sre-challenge"));
  expect(status).toBe(2);
  expect(stderr).toMatch(/^verify: the cluster does not answer: .*ECONNREFUSED/);
  expect(stderr).toContain(remedy);
});
