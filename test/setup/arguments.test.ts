import * as fs from "node:fs";
import * as path from "node:path";
import { equip } from "./fakes";
import { Sandbox } from "./sandbox";

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

test.each([
  [["--frobnicate"], "unknown argument: --frobnicate"],
  [["now"], "unknown argument: now"],
  [["--source"], "--source needs a value"],
  [["--source", "apt"], "unknown source: apt"],
  [["--check", "--destroy"], "--check and --destroy exclude each other"],
])("%j is refused with one message, the usage and exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await machine.run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^setup\\.sh: ${message}\n\nUsage: `));
  expect(machine.calls()).toEqual([]);
});

test("--help prints the usage with the exit codes", async () => {
  const { code, stdout } = await machine.run(["--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Exit codes: 0 done");
});

test("run by another shell, it goes on in bash", async () => {
  machine.without("sh");
  machine.fake("bash", 'shift; echo "bash got: $*"');
  const script = fs
    .readFileSync(path.join(machine.clone, "setup.sh"), "utf8")
    .split("\n")
    .slice(0, 4)
    .join("\n");
  const { stdout } = await machine.shell(
    [],
    `unset BASH_VERSION; set +u\n${script}`.replace('"$0" "$@"', "setup.sh --help"),
  );
  expect(stdout).toBe("bash got: --help\n");
});
