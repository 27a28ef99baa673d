import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ImageStack, ended } from "./docker-provider/image-stack";

// The provider under a real engine, at the Docker daemon and the registry on the cluster's node.
jest.setTimeout(180_000);

const update = ["up", "--yes", "--skip-preview"];
const dockerfile = "FROM scratch\nARG VERSION\nLABEL version=$VERSION\nCOPY content /content\n";
const stack = new ImageStack();

/** What the image is built from that compiles the services; it has a shell. */
const [, goImage = ""] =
  /^ARG GO_IMAGE=(.+)$/m.exec(
    readFileSync(join(__dirname, "../../Dockerfile.payment-provider"), "utf8"),
  ) ?? [];

async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("docker", args);
  return stdout.trim();
}

async function digest(): Promise<string> {
  return (await stack.image())?.outputs.repoDigest ?? "";
}

/** As if the registry's storage had been lost. */
function loseInRegistry(repoDigest: string): Promise<number> {
  return askRegistry("DELETE", repoDigest);
}

async function inRegistry(repoDigest: string): Promise<boolean> {
  return (await askRegistry("HEAD", repoDigest)) === 200;
}

/** @returns the status of the answer. */
async function askRegistry(method: "DELETE" | "HEAD", repoDigest: string): Promise<number> {
  const [registry = "", ...rest] = repoDigest.split("/");
  const [repository = "", manifest = ""] = rest.join("/").split("@");
  const headers = { Accept: "application/vnd.docker.distribution.manifest.v2+json" };
  const url = `http://${registry}/v2/${repository}/manifests/${manifest}`;
  return (await fetch(url, { method, headers })).status;
}

/** Builds that are under way for this test: processes on the daemon's machine. */
async function builds(): Promise<string[]> {
  const listed = await docker("run", "--rm", "--network=host", "--pid=host", goImage, "ps", "-ef");
  return listed.split("\n").filter((line) => line.endsWith("sleep 321"));
}

beforeAll(() => stack.create());
afterAll(async () => {
  try {
    await stack.pulumi("destroy", "--yes", "--skip-preview");
    const images = await docker("image", "ls", "--quiet", stack.repository);
    if (images !== "") await docker("image", "rm", "--force", ...new Set(images.split("\n")));
  } finally {
    stack.remove();
  }
});

test("a preview builds nothing, and does not know the digest", async () => {
  stack.want({ tag: "1", dockerfile, args: { VERSION: "1" } });
  const preview = await stack.pulumi("preview");
  expect(preview).toContain("docker:index:Image app create");
  expect(preview).toMatch(/digest: +(output<string>|\[unknown\])/);
  expect(await docker("image", "ls", "--quiet", stack.repository)).toBe("");
});

test("an update builds the image and pushes it", async () => {
  await stack.pulumi(...update);
  const reference = `${stack.repository}:1`;
  expect(await stack.image()).toMatchObject({
    id: reference,
    outputs: {
      baseImageName: reference,
      dockerfile: "Dockerfile",
      imageName: reference,
      platform: await docker("image", "inspect", "--format={{.Os}}/{{.Architecture}}", reference),
      registryServer: "localhost:30500",
    },
  });
  const inspected = await docker("image", "inspect", "--format={{json .RepoDigests}}", reference);
  expect(JSON.parse(inspected)).toEqual([await digest()]);
});

test("nothing is left to do after it", async () => {
  await stack.pulumi("preview", "--expect-no-changes");
  await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a changed file in the context shows, though the tag is the same", async () => {
  stack.want({ tag: "1", dockerfile, args: { VERSION: "1" }, content: "changed" });
  const preview = await stack.pulumi("preview", "--diff");
  expect(preview).toMatch(/~ docker:index\/image:Image: \(update\)[^]*~ contextDigest: /);
  expect(preview).not.toContain("~ imageName");
});

test("another tag or argument is an update in place", async () => {
  const before = await digest();
  stack.want({ tag: "2", dockerfile, args: { VERSION: "2" } });
  expect(await stack.pulumi("preview", "--diff")).toMatch(
    /~ docker:index\/image:Image: \(update\)[^]*~ VERSION: "1" => "2"[^]*~ imageName: ".*:1" => ".*:2"/,
  );
  await stack.pulumi(...update);
  expect(await digest()).not.toBe(before);
});

test("an image that the registry lost is missed by no refresh, and comes back by --replace", async () => {
  const before = await digest();
  expect(await loseInRegistry(before)).toBe(202);
  await stack.pulumi(...update, "--refresh", "--expect-no-changes");
  expect(await inRegistry(before)).toBe(false);
  await stack.pulumi(...update, "--replace", "**docker:index/image:Image::app");
  expect(await inRegistry(await digest())).toBe(true);
});

test("a build that fails says at which step, and what was printed there", async () => {
  stack.want({ tag: "3", dockerfile: `FROM ${goImage}\nRUN echo no such thing >&2; exit 3\n` });
  const { exitCode, stdout, stderr } = await ended(stack.startPulumi(update));
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toMatch(
    /app: the build failed at step 2\/2: RUN echo no such thing >&2; exit 3\n +no such thing\n/,
  );
});

test("an interruption ends the build", async () => {
  stack.want({ tag: "3", dockerfile: `FROM ${goImage}\nRUN sleep 321\n` });
  const running = stack.startPulumi(update);
  const end = ended(running);
  while (running.exitCode === null && (await builds()).length === 0) await sleep(200);
  running.kill("SIGINT");
  const { exitCode, stdout, stderr } = await end;
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toContain("app: cancelled");
  for (let left = 50; left > 0 && (await builds()).length > 0; left -= 1) await sleep(100);
  expect(await builds()).toEqual([]);
});

test("without a daemon there is one message, with the remedy", async () => {
  const environment = { DOCKER_HOST: "unix:///nowhere/docker.sock" };
  const { stdout, stderr } = await ended(stack.startPulumi(update, environment));
  expect(stdout + stderr).toContain(
    "no Docker daemon answers at unix:///nowhere/docker.sock; start it, or name another one",
  );
});

test("a deletion leaves the image in the registry", async () => {
  const repoDigest = await digest();
  await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(await stack.image()).toBeUndefined();
  expect(await loseInRegistry(repoDigest)).toBe(202);
});
