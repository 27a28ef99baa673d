import { Docker } from "../../../../toolchain/providers/docker/command";
import { ImageProvider } from "../../../../toolchain/providers/docker/provider";
import { secret } from "../../../../toolchain/providers/rpc/properties";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";
import { FakeDocker, Reply } from "./fake-docker";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const PUSHED = `localhost:5000/app@${DIGEST}`;
const BUILD: Reply = { command: "build", stderr: ["#4 [1/1] FROM scratch"] };
const INSPECT: Reply = { command: "image", stdout: ["sha256:1b2c linux/amd64"] };
const PUSH: Reply = { command: "push", stdout: [`1: digest: ${DIGEST} size: 524`] };

const inputs = {
  imageName: "localhost:5000/app:1",
  build: { context: "/src", platform: "linux/amd64" },
  registry: { server: "localhost:5000", username: "ann", password: secret("hunter2") },
};

let fake: FakeDocker;
let statuses: string[];
let cancellation: AbortController;
let provider: ImageProvider;

beforeEach(() => {
  fake = new FakeDocker();
  statuses = [];
  cancellation = new AbortController();
  const log = {
    status: (_: string, message: string) => statuses.push(message),
    info: () => undefined,
  };
  provider = new ImageProvider(new Docker(), log, cancellation.signal);
});
afterEach(() => {
  jest.restoreAllMocks();
  fake.remove();
});

function resource(changes: PropertyMap = {}) {
  return { urn: "urn:app", name: "app", inputs: { ...inputs, ...changes } };
}

describe("a diff", () => {
  test("is empty where nothing changed", () => {
    expect(provider.diff(inputs, inputs)).toEqual([]);
  });

  test("has every input, by its path", () => {
    const news = {
      imageName: "localhost:5000/app:2",
      build: { ...inputs.build, contextDigest: "2c3d", args: { VERSION: "2" } },
      registry: { ...inputs.registry, server: "ghcr.io" },
      skipPush: true,
    };
    const olds = {
      ...inputs,
      build: { ...inputs.build, contextDigest: "0a1b" },
      buildOnPreview: false,
    };
    expect(provider.diff(olds, news)).toEqual([
      { path: "imageName", kind: "update" },
      { path: "build.contextDigest", kind: "update" },
      { path: "build.args", kind: "add" },
      { path: "registry.server", kind: "update" },
      { path: "buildOnPreview", kind: "delete" },
      { path: "skipPush", kind: "add" },
    ]);
  });

  test("has no registry's login", () => {
    const registry = { server: "localhost:5000", username: "bob", password: secret("letmein") };
    expect(provider.diff(inputs, { ...inputs, registry })).toEqual([]);
  });
});

describe("a build", () => {
  test("is pushed, and results in the digest in its registry", async () => {
    fake.reply(BUILD, INSPECT, { command: "login" }, PUSH);
    expect(await provider.build(resource(), 0)).toMatchObject({
      imageName: "localhost:5000/app:1",
      platform: "linux/amd64",
      repoDigest: PUSHED,
    });
    expect(fake.calls.map(({ args }) => args[0])).toEqual(["build", "image", "login", "push"]);
  });

  test("is not pushed on the program's wish, and results in the id in the daemon", async () => {
    fake.reply(BUILD, INSPECT);
    const { repoDigest } = await provider.build(resource({ skipPush: true }), 0);
    expect(repoDigest).toBe("sha256:1b2c");
    expect(fake.calls.map(({ args }) => args[0])).toEqual(["build", "image"]);
  });

  test("shows what it does, in few messages, and clears that in the end", async () => {
    const stdout = Array.from({ length: 200 }, (_, i) => `#${i} [${i}/200] RUN true`);
    fake.reply({ command: "build", stdout }, INSPECT);
    await provider.build(resource({ skipPush: true }), 0);
    expect(statuses[0]).toBe("building the image");
    expect(statuses.at(-1)).toBe("");
    expect(statuses.length).toBeLessThan(50);
  });

  test("shows no secret, neither in its progress nor in its failure", async () => {
    let now = 0;
    jest.spyOn(Date, "now").mockImplementation(() => (now += 1_000)); // nothing is skipped
    const stdout = ["#4 [1/1] RUN deploy", "#4 0.311 the password is hunter2"];
    fake.reply({ command: "build", stdout, exitCode: 1 });
    await expect(provider.build(resource(), 0)).rejects.toThrow(
      new Error("app: the build failed at step 1/1: RUN deploy\nthe password is [secret]"),
    );
    expect(statuses).toContain("the password is [secret]");
    expect(statuses.join()).not.toContain("hunter2");
  });

  test("that fails is not pushed", async () => {
    fake.reply({ command: "build", exitCode: 1 }, INSPECT, PUSH);
    await expect(provider.build(resource(), 0)).rejects.toThrow("app: the build failed");
    expect(fake.calls).toHaveLength(1);
  });

  test("has the time of its resource's option", async () => {
    fake.reply({ command: "build", hangs: true });
    await expect(provider.build(resource(), 0.2)).rejects.toThrow(
      new Error("app: not done within 0.2 s; give it more time by the option customTimeouts"),
    );
  });

  test("ends with a cancellation", async () => {
    fake.reply({ command: "build", stdout: ["#4 [1/1] RUN sleep"], hangs: true });
    const build = provider.build(resource(), 0);
    cancellation.abort(new Error("cancelled"));
    await expect(build).rejects.toThrow(new Error("app: cancelled"));
  });
});
