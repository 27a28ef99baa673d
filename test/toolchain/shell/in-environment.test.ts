import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scripts } from "../../../package.json";

const script = "toolchain/shell/in-environment.sh";
const prints = ["node", "-p", "process.env.KUBECONFIG"];
let clone: string;

/** A clone whose `setup.sh --env` says this. */
function withSetup(text: string): void {
  writeFileSync(join(clone, "setup.sh"), `[[ $1 == --env ]] || exit 9\n${text}\n`);
}

function run(kubeconfig = "", ...command: readonly string[]) {
  const env = { PATH: process.env.PATH, KUBECONFIG: kubeconfig };
  return spawnSync("bash", [join(clone, script), ...command], { env, encoding: "utf8", cwd: "/" });
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "a clone "));
  mkdirSync(join(clone, ".state"));
  writeFileSync(join(clone, ".state/kubeconfig"), "");
  cpSync(join(__dirname, "../../..", script), join(clone, script));
  withSetup(`echo "export KUBECONFIG='the clone'\\''s'"`);
});

afterEach(() => {
  rmSync(clone, { recursive: true });
});

test("a shell that names no cluster means the clone's", () => {
  expect(run("", ...prints).stdout).toBe("the clone's\n");
});

test("a shell that names one means that", () => {
  expect(run("mine", ...prints).stdout).toBe("mine\n");
});

test("without a cluster the command says so itself", () => {
  rmSync(join(clone, ".state/kubeconfig"));
  expect(run("", ...prints)).toMatchObject({ status: 0, stdout: "\n" });
});

test("an environment that cannot be had ends it, with the reason", () => {
  withSetup("echo 'nothing is set up' >&2\nexit 3");
  expect(run("", ...prints)).toMatchObject({
    status: 3,
    stdout: "",
    stderr: "nothing is set up\n",
  });
});

test("what the command ends with is what it ends with", () => {
  expect(run("", "sh", "-c", "exit 7").status).toBe(7);
});

test.each(["verify", "drift", "why", "status", "chaos"] as const)("npm run %s runs so", (name) => {
  expect(scripts[name]).toBe(`bash ${script} node --require tsx/cjs ${name}/main.ts`);
});
