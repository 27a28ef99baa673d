import { Docker } from "../../../../toolchain/providers/docker/command";
import { FakeDocker } from "./fake-docker";

let fake: FakeDocker;
beforeEach(() => {
  fake = new FakeDocker();
});
afterEach(() => {
  fake.remove();
});

const { signal } = new AbortController();

test("a command returns the end of its stdout", async () => {
  const lines = Array.from({ length: 25 }, (_, i) => `line ${i}`);
  fake.reply({ command: "info", stdout: lines, stderr: ["a warning"] });
  expect(await new Docker().run({ args: ["info"], signal })).toEqual(lines.slice(5));
});

test("each line is seen plain, short and once", async () => {
  const seen: string[] = [];
  fake.reply({ command: "info", stdout: ["\u001b[31mred\u001b[0m", "", "x".repeat(600)] });
  await new Docker().run({ args: ["info"], signal, onLine: (line) => seen.push(line) });
  expect(seen).toEqual(["red", "x".repeat(500)]);
});

test("a failure has the command, not its arguments, and what it printed", async () => {
  fake.reply({ command: "login", stdout: ["a"], stderr: ["b"], exitCode: 1 });
  await expect(new Docker().run({ args: ["login", "--username=ann"], signal })).rejects.toThrow(
    /^docker login: (a\nb|b\na)$/,
  );
});

test("a silent failure has its exit code", async () => {
  fake.reply({ command: "info", exitCode: 3 });
  await expect(new Docker().run({ args: ["info"], signal })).rejects.toThrow(
    new Error("docker info: exit code 3"),
  );
});

test("the host of the configuration wins over DOCKER_HOST", async () => {
  await new Docker("unix:///run/other.sock").run({ args: ["info"], signal });
  expect(fake.calls[0]?.host).toBe("unix:///run/other.sock");
});

test.each([
  "Cannot connect to the Docker daemon at unix:///run/other.sock. Is the docker daemon running?",
  'error during connect: Get "http://other:2375/_ping": dial tcp: lookup other: no such host',
  "failed to open the raw stream connection: dial unix /run/other.sock: connect: no such file",
  "permission denied while trying to connect to the Docker daemon socket",
  "Got permission denied while trying to connect to the Docker daemon socket",
])("an unreachable daemon: %s", async (line) => {
  fake.reply({ command: "push", stderr: [line], exitCode: 1 });
  const docker = new Docker("unix:///run/other.sock");
  await expect(docker.run({ args: ["push"], signal })).rejects.toThrow(
    new Error(
      "no Docker daemon answers at unix:///run/other.sock; start it, or name another one by " +
        `DOCKER_HOST or the configuration docker:host (${line})`,
    ),
  );
});

test("no docker on the PATH", async () => {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    await expect(new Docker().run({ args: ["info"], signal })).rejects.toThrow(
      "there is no docker on the PATH",
    );
  } finally {
    process.env.PATH = path;
  }
});

test("a signal ends a command and is the reason of its failure", async () => {
  fake.reply({ command: "build", stdout: ["Step 1/1 : RUN sleep"], hangs: true });
  const cancellation = new AbortController();
  const onLine = (): void => {
    cancellation.abort(new Error("cancelled"));
  };
  const run = new Docker().run({ args: ["build"], signal: cancellation.signal, onLine });
  await expect(run).rejects.toThrow(new Error("cancelled"));
  await expect(new Docker().run({ args: ["info"], signal: cancellation.signal })).rejects.toThrow(
    new Error("cancelled"),
  );
  expect(fake.calls.map(({ args }) => args)).toEqual([["build"]]);
});
