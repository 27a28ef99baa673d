import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathWithKubectl } from "../kubectl-stand-in";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "why-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const remedy = 'Run `bash setup.sh`, then `eval "$(bash setup.sh --env)"`, and try again.\n';

function why(args: readonly string[], kubeconfig = join(folder, "config")) {
  const command = ["--require", "tsx/cjs", "why/main.ts", ...args];
  const env = { ...process.env, PATH: pathWithKubectl(folder), KUBECONFIG: kubeconfig };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, env });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

test("an unknown flag gets one message", () => {
  expect(why(["--retyr"])).toEqual({
    status: 2,
    stdout: "",
    stderr: 'why: unknown argument "--retyr"; usage: npm run why [-- --json --retry --help]\n',
  });
});

test("help says that logs are shown", () => {
  const { status, stdout } = why(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/shows the last lines of the logs/);
});

test("a kubeconfig that is not there", () => {
  const { status, stdout, stderr } = why([], join(folder, "none"));
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^why: kubectl config view .*No such file[^\n]*\n/);
  expect(stderr).toContain(remedy);
});

test("a cluster that does not answer", () => {
  const cluster = { name: "it", cluster: { server: "https://127.0.0.1:1" } };
  const contexts = [{ name: "it", context: { cluster: "it", user: "me" } }];
  const users = [{ name: "me", user: {} }];
  const config = { clusters: [cluster], contexts, users, "current-context": "it" };
  writeFileSync(join(folder, "config"), JSON.stringify(config));
  const { status, stdout, stderr } = why(["--json"]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^why: the cluster at https:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
  );
  expect(stderr).toContain(remedy);
});
