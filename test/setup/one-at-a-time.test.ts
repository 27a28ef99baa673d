import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { becomeRegistryOnlyHost, equip, minikube } from "./fakes";
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

const put = (name: string): void => {
  fs.writeFileSync(path.join(machine.dir, name), "");
};
const lock = (): string => path.join(machine.locks, "run");

/** The process group on record as running for setup.sh that does what starts with the text. */
function group(what: string): number | undefined {
  if (!fs.existsSync(machine.locks)) return undefined;
  return fs
    .readdirSync(machine.locks)
    .filter((name) => name.startsWith("child."))
    .map((name) => fs.readFileSync(path.join(machine.locks, name), "utf8"))
    .filter((record) => record.includes(`\nwhat=${what}`))
    .map((record) => Number(/^pid=(\d+)$/m.exec(record)?.[1]))[0];
}

const works = (what: string): boolean => group(what) !== undefined;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await sleep(50);
  expect(condition()).toBe(true);
}

test("a second run says who works, and where, and stops", async () => {
  put("up-lasts");
  const first = machine.start();
  await first.shows("[6/7]");
  const { code, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stderr).toContain(
    `another setup.sh works on this machine (process ${String(first.process.pid)}, in ${machine.clone}).`,
  );
  first.process.kill("SIGINT");
  expect((await first.result).code).toBe(130);
});

test("the lock of a process that is gone is healed", async () => {
  fs.mkdirSync(machine.locks, { mode: 0o700 });
  fs.writeFileSync(lock(), `pid=${String(2 ** 22 + 1)}\nstart=1\nwhat=/gone\n`);
  expect((await machine.run()).code).toBe(0);
});

test("so is that of a process whose number another has now", async () => {
  fs.mkdirSync(machine.locks, { mode: 0o700 });
  fs.writeFileSync(lock(), `pid=${String(process.pid)}\nstart=1\nwhat=/gone\n`);
  expect((await machine.run()).code).toBe(0);
});

test("a place for the lock that somebody else could have made is refused", async () => {
  fs.mkdirSync(path.join(machine.dir, "elsewhere"));
  fs.symlinkSync(path.join(machine.dir, "elsewhere"), machine.locks);
  const { code, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stderr).toContain("is not a folder of yours");
});

test("Ctrl-C: pulumi is told and has time, the lock is free, and 130", async () => {
  put("up-lasts");
  const run = machine.start();
  await run.shows("[6/7]");
  await until(() => machine.calls().some((call) => call.startsWith("pulumi up")));
  await sleep(200);
  run.process.kill("SIGINT");
  const { code, stderr } = await run.result;
  expect(code).toBe(130);
  expect(stderr).toContain("run setup.sh again and it goes on from there");
  expect(machine.exists("up-was-told")).toBe(true);
  expect(fs.existsSync(lock())).toBe(false);
  fs.rmSync(path.join(machine.dir, "up-lasts"));
  expect((await machine.run()).code).toBe(0);
});

test.each([
  ["SIGTERM", 143],
  ["SIGHUP", 143],
] as const)("%s ends a build and all of its processes, with %d", async (signal, expected) => {
  becomeRegistryOnlyHost(machine);
  put("build-lasts");
  const run = machine.start();
  await until(() => works("building"));
  const build = group("building") ?? 0;
  run.process.kill(signal);
  expect((await run.result).code).toBe(expected);
  expect(lives(build)).toBe(false);
});

test("Ctrl-C ends what goes on beside, too", async () => {
  machine.fake("npm", "sleep 30");
  machine.fake("minikube", `[[ $1 != start ]] || sleep 30\n${minikube}`);
  const run = machine.start();
  await until(() => works("starting Minikube") && works("installing npm packages"));
  const groups = [group("starting Minikube") ?? 0, group("installing npm packages") ?? 0];
  await sleep(200);
  run.process.kill("SIGINT");
  expect((await run.result).code).toBe(130);
  expect(groups.map(lives)).toEqual([false, false]);
  expect(fs.existsSync(lock())).toBe(false);
});

test("what a setup.sh that was killed left running is ended before the next one works", async () => {
  put("up-lasts");
  const killed = machine.start();
  await killed.shows("[6/7]");
  await until(() => works("pulumi up"));
  const update = group("pulumi up") ?? 0;
  await sleep(200);
  killed.process.kill("SIGKILL");
  await killed.result;
  expect(lives(update)).toBe(true);
  fs.rmSync(path.join(machine.dir, "up-lasts"));
  const { code, stdout } = await machine.run();
  expect(code).toBe(0);
  expect(stdout).toContain("ending what still runs: pulumi up");
  expect(lives(update)).toBe(false);
});

test("long work shows that it goes on", async () => {
  const { stdout } = await machine.shell(
    ["shell/process", "shell/lock", "shell/progress"],
    `sleep() { SECONDS=$((SECONDS + 7)); command sleep "$1"; }\nattempt "building a thing" command sleep 1`,
  );
  expect(stdout).toMatch(/still building a thing \(\d\d s\)/);
});

test.each([
  ["of an engine that was killed ends", "other", [], false],
  ["of an engine that was killed ends with --destroy", "other", ["--destroy"], false],
  ["of an engine that works goes on", "pulumi", [], true],
])("a plugin %s", async (_, parent, args, goesOn) => {
  const plugin = path.join(
    machine.clone,
    ".state/pulumi-home/plugins/resource-thing-v1.0.0/plugin",
  );
  fs.mkdirSync(path.dirname(plugin), { recursive: true });
  fs.copyFileSync("/bin/sleep", plugin);
  fs.chmodSync(plugin, 0o755);
  const engine = path.join(machine.dir, parent);
  fs.copyFileSync("/bin/bash", engine);
  const script = '"$1" 60 & echo $!; wait';
  const starts = spawn(engine, ["-c", script, engine, plugin], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [printed] = (await once(starts.stdout, "data")) as [Buffer];
  const pid = Number(printed.toString());
  try {
    expect((await machine.run(args)).code).toBe(0);
    await sleep(100);
    expect(lives(pid)).toBe(goesOn);
  } finally {
    if (lives(pid)) process.kill(pid);
  }
});
