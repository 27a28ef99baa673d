import * as fs from "node:fs";
import * as path from "node:path";
import { equip } from "./fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(30_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

const breakGlass = ["--break-glass", "payments", "--reason"];
const why = "the queue is stuck";

test.each([
  [["--frobnicate"], "unknown argument: --frobnicate"],
  [["now"], "unknown argument: now"],
  [["--source"], "--source needs a value"],
  [["--source", "apt"], "unknown source: apt"],
  [["--check", "--destroy"], "--check and --destroy exclude each other"],
  [["--repair", "--destroy"], "--repair and --destroy exclude each other"],
  [["--nodes", "0"], "--nodes takes a number from 1 to 5, not: 0"],
  [["--nodes=6"], "--nodes takes a number from 1 to 5, not: 6"],
  [["--nodes", "03"], "--nodes takes a number from 1 to 5, not: 03"],
  [["--nodes", "two"], "--nodes takes a number from 1 to 5, not: two"],
  [["--nodes", "2", "--check"], "--nodes and --check exclude each other"],
  [["--login", "payments", "--env"], "--login and --env exclude each other"],
  [["--login"], "--login needs the name of a team"],
  [["--login", "system:masters"], '--login: "system:masters" is no name of a team'],
  [["--login", "payments "], '--login: "payments " is no name of a team'],
  [["--login", "payments", "--as", "Al"], '--as: "Al" is no name .*; give --as with 2 to 43 .*'],
  [["--login", "payments", "--as", "x".repeat(64)], '--as: "x{60}" is no name .*'],
  [["--login", "t".repeat(20), "--as", "x".repeat(32)], '--as: "x{32}" is no name .* 2 to 31 .*'],
  [["--login", "payments", "--as", "a/O=system:masters"], '--as: "a/O=system:masters" is no .*'],
  [["--login", "payments", "--as", "a\nb"], '--as: "a\\?b" is no name .*'],
  [["--login", "payments", "--as="], "--as needs a value"],
  [["--login", "payments", "--minutes", "10"], "--reason and --minutes go with --break-glass"],
  [["--as", "alice"], "--as, --reason and --minutes go with --login or --break-glass"],
  [["--logout", "Ops"], '--logout: "Ops" is no name of a team'],
  [["--logout", "--as", "alice"], "--logout takes no --as, --reason or --minutes"],
  [["--break-glass"], "--break-glass needs the name of a team"],
  [["--break-glass", "payments"], "--break-glass needs --reason TEXT, in 10 to 200 characters"],
  [[...breakGlass, "because"], '--reason: "because" is no reason; .*'],
  [[...breakGlass, "x".repeat(201)], '--reason: "x{60}" is no reason; .*'],
  [
    [...breakGlass, "the queue\u001b[2J is stuck"],
    '--reason: "the queue\\?\\[2J is stuck" is no .*',
  ],
  [[...breakGlass, why, "--minutes", "9"], '--minutes: "9" is not a number from 10 to 60'],
  [[...breakGlass, why, "--minutes", "61"], '--minutes: "61" is not a number from 10 to 60'],
  [[...breakGlass, why, "--minutes", "0x1f"], '--minutes: "0x1f" is not a number from 10 to 60'],
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
