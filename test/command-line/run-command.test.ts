import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const root = join(__dirname, "../..");

/** A command with this body, as a process of its own. */
function command(body: string) {
  const script = `
    const { CannotCheck } = require("./cluster/cannot-check");
    const { UsageError } = require("./command-line/usage-error");
    const { setTimeout: sleep } = require("node:timers/promises");
    require("./command-line/run-command").runCommand("it", async (args, { signal, say }) => { ${body} });`;
  return spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script], { cwd: root });
}

test.each([
  ["return 0", 0, /^$/],
  ["return 1", 1, /^$/],
  ['throw new UsageError("usage")', 2, /^it: usage\n$/],
  ['throw new CannotCheck("no cluster")', 2, /^it: no cluster\n$/],
  ['throw new Error("a fault")', 2, /^it: Error: a fault\n +at /],
])("%s", async (body, code, said) => {
  const running = command(body);
  const stderr = text(running.stderr);
  expect(await once(running, "exit")).toEqual([code, null]);
  expect(await stderr).toMatch(said);
});

test.each([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s: it cleans up, and exits with %d", async (signal, code) => {
  const wait =
    'say("begun"); await sleep(60_000, undefined, { signal }).catch(() => say("clean"));';
  const running = command(`${wait} return 0`);
  const stderr = text(running.stderr);
  await once(running.stderr, "data");
  running.kill(signal);
  expect(await once(running, "exit")).toEqual([code, null]);
  expect(await stderr).toBe("it: begun\nit: interrupted\nit: clean\n");
});

test("a second signal does not wait", async () => {
  const running = command('say("begun"); await sleep(60_000); return 0');
  await once(running.stderr, "data");
  running.kill("SIGINT");
  await once(running.stderr, "data");
  running.kill("SIGINT");
  expect(await once(running, "exit")).toEqual([130, null]);
});
