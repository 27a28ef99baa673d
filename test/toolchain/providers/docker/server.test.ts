import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Server } from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { serve } from "../../../../toolchain/providers/rpc/plugin";
import { handlers } from "../../../../toolchain/providers/docker/server";
import { Engine } from "../../../../toolchain/providers/rpc/engine";
import { reveal, toStruct } from "../../../../toolchain/providers/rpc/properties";
import { PluginClient, State } from "../plugin-client";
import { FakeDocker, Reply } from "./fake-docker";

const app = { type: "docker:index/image:Image", name: "app" };
const container = { type: "docker:index/container:Container", name: "web" };
const BUILT: Reply[] = [
  { command: "build" },
  { command: "image", stdout: ["sha256:1b2c linux/amd64"] },
];

const context = mkdtempSync(join(tmpdir(), "docker-server-"));
const inputs = { imageName: "app:1", build: { context, platform: "linux/amd64" }, skipPush: true };

let fake: FakeDocker;
let server: Server;
let plugin: PluginClient;

beforeAll(() => {
  writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
});
beforeEach(async () => {
  fake = new FakeDocker();
  const serving = await serve(handlers("5.2.0", new Engine()));
  server = serving.server;
  plugin = new PluginClient(serving.port);
  await plugin.configure({});
});
afterEach(() => {
  plugin.close();
  server.forceShutdown();
  fake.remove();
});
afterAll(() => {
  rmSync(context, { recursive: true });
});

/** What docker was called for, but for the question whether a daemon is there. */
function builds() {
  return fake.calls.filter(({ args }) => args[0] !== "version");
}

async function created(): Promise<State> {
  fake.reply(...BUILT);
  return plugin.create(app, await plugin.check(app, inputs));
}

test("an image is created under its name", async () => {
  const { id, outputs } = await created();
  expect(id).toBe("app:1");
  expect(reveal(outputs)).toEqual({
    __inputs: await plugin.check(app, inputs),
    baseImageName: "app:1",
    context,
    dockerfile: "Dockerfile",
    imageName: "app:1",
    platform: "linux/amd64",
    registryServer: "",
    repoDigest: "sha256:1b2c",
  });
});

test("faults of the inputs come before anything is built", async () => {
  await expect(plugin.check(app, { ...inputs, imageName: "App" })).rejects.toThrow(
    "names no image",
  );
  expect(builds()).toEqual([]);
});

test("a changed image is updated in place", async () => {
  const state = await created();
  const news = await plugin.check(app, { ...inputs, imageName: "app:2" });
  const diff = (await plugin.diff(app, state, news)).toObject();
  expect(diff).toMatchObject({
    changes: pb.DiffResponse.DiffChanges.DIFF_SOME,
    replacesList: [],
    detaileddiffMap: [["imageName", { kind: pb.PropertyDiff.Kind.UPDATE }]],
  });
  fake.reply({ command: "build" }, { command: "image", stdout: ["sha256:3d4e linux/amd64"] });
  const updated = await plugin.update(app, state, news);
  expect(updated.outputs).toMatchObject({ imageName: "app:2", repoDigest: "sha256:3d4e" });
});

test("previews build nothing and do not know the digest", async () => {
  const preview = await plugin.create(app, inputs, { preview: true });
  expect(preview).toMatchObject({ id: "", outputs: inputs });
  expect(preview.outputs).not.toHaveProperty("repoDigest");
  const update = await plugin.update(app, { ...preview, id: "app:1" }, inputs, { preview: true });
  expect(update.outputs).toEqual(inputs);
  expect(builds()).toEqual([]);
});

test("a refresh asks nobody, and leaves the state as it is", async () => {
  const state = await created();
  const before = fake.calls.length;
  expect(await plugin.read(app, state)).toEqual(state);
  expect(fake.calls).toHaveLength(before);
});

test("a deletion touches nothing", async () => {
  const state = await created();
  const before = fake.calls.length;
  await plugin.delete(app, state);
  expect(fake.calls).toHaveLength(before);
});

test("other types are refused, with the type and the remedy", async () => {
  const state = { id: "0a1b", inputs: {}, outputs: {} };
  const operations = [
    plugin.check(container, {}),
    plugin.diff(container, state, {}),
    plugin.create(container, {}),
    plugin.create(container, {}, { preview: true }),
    plugin.update(container, state, {}),
    plugin.read(container, state),
    plugin.delete(container, state),
  ];
  for (const operation of operations) {
    await expect(operation).rejects.toThrow(
      'docker:index/container:Container "web": this provider knows docker:index/image:Image only; ' +
        "leave the resource out, or deploy from a machine that can download Pulumi's own docker plugin",
    );
  }
});

test("functions are refused", async () => {
  await expect(plugin.invoke("docker:index/getNetwork:getNetwork")).rejects.toThrow(
    "function docker:index/getNetwork:getNetwork: this provider has no functions",
  );
});

test("a cancellation ends a build", async () => {
  fake.reply({ command: "build", hangs: true });
  const operation = expect(plugin.create(app, inputs)).rejects.toThrow("app: cancelled");
  await fake.called("build");
  await plugin.cancel();
  await operation;
});

describe("the configuration", () => {
  test("names the daemon", async () => {
    fake.reply(...BUILT);
    const calls = fake.calls.length;
    const configured = handlers("5.2.0", new Engine());
    const request = new pb.ConfigureRequest();
    request.getVariablesMap().set("docker:config:host", "unix:///run/other.sock");
    expect((await configured.configure(request)).toObject()).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
    });
    const urn = `urn:pulumi:dev::shop::${app.type}::app`;
    await configured.create(new pb.CreateRequest().setUrn(urn).setProperties(toStruct(inputs)));
    expect(fake.calls.slice(calls).map(({ host }) => host)).toEqual(
      Array(3).fill("unix:///run/other.sock"),
    );
  });

  test("is refused where no daemon answers, for a preview too", async () => {
    const stderr = ["Cannot connect to the Docker daemon at unix:///run/other.sock."];
    fake.reply({ command: "version", stderr, exitCode: 1 });
    await expect(plugin.configure({})).rejects.toThrow("no Docker daemon answers");
  });

  test("is refused where this provider cannot follow it", async () => {
    expect(await plugin.checkConfig({ host: "ssh://build", sshOpts: "[]" })).toEqual([
      { property: "sshOpts", reason: expect.stringContaining("DOCKER_HOST") as string },
    ]);
  });

  test.each([
    ["unix:///run/a.sock", pb.DiffResponse.DiffChanges.DIFF_NONE],
    ["unix:///run/b.sock", pb.DiffResponse.DiffChanges.DIFF_SOME],
  ])("with the host %s replaces nothing", async (host, changes) => {
    const request = new pb.DiffRequest()
      .setOldInputs(toStruct({ host: "unix:///run/a.sock" }))
      .setNews(toStruct({ host }));
    const response = await handlers("5.2.0", new Engine()).diffConfig(request);
    expect(response.toObject()).toMatchObject({ changes, replacesList: [] });
  });
});
