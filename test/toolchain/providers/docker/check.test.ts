import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkImage } from "../../../../toolchain/providers/docker/check";
import { contextDigest } from "../../../../toolchain/providers/docker/context-digest";
import { UNKNOWN, secret } from "../../../../toolchain/providers/rpc/properties";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";

const folder = mkdtempSync(join(tmpdir(), "check-image-"));
const dockerfile = join(folder, "Dockerfile");

beforeAll(() => {
  mkdirSync(join(folder, "app"));
  writeFileSync(dockerfile, "FROM scratch\n");
  writeFileSync(join(folder, "app", "other.Dockerfile"), "FROM scratch\n");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const inputs = {
  imageName: "localhost:5000/app:1",
  build: { context: folder },
  buildOnPreview: false,
  registry: { server: "localhost:5000" },
  skipPush: false,
};

function failuresOf(changes: PropertyMap): string[] {
  const { failures } = checkImage({ ...inputs, ...changes });
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
}

test("the inputs are the program's, and what its build sees", () => {
  const build = { context: folder, dockerfile, platform: "linux/arm64" };
  expect(checkImage({ ...inputs, build })).toEqual({
    inputs: { ...inputs, build: { ...build, contextDigest: contextDigest(folder, dockerfile) } },
    failures: [],
    advice: [],
  });
});

test("without a platform it is this machine's, and one is told so", () => {
  const { inputs: checked, advice } = checkImage(inputs);
  const { platform } = checked.build as { platform: string };
  expect(platform).toMatch(/^linux\/[a-z0-9]+$/);
  expect(advice).toEqual([
    `build.platform: missing, so the image is built for ${platform}, as this machine is`,
  ]);
});

test("defaults are added as the official provider adds them", () => {
  const { imageName, registry } = inputs;
  const { inputs: checked } = checkImage({ imageName, registry, build: { context: folder } });
  expect(checked).toMatchObject({ build: { context: folder, dockerfile }, buildOnPreview: false });
});

test("what is secret stays so", () => {
  const build = { context: secret(folder), platform: "linux/amd64" };
  const known = { dockerfile, contextDigest: contextDigest(folder, dockerfile) };
  expect(checkImage({ ...inputs, build }).inputs.build).toEqual({ ...build, ...known });
  expect(checkImage({ ...inputs, build: secret(build) }).inputs.build).toEqual(
    secret({ ...build, ...known }),
  );
});

test("every option of the official provider's build is known", () => {
  const build = {
    addHosts: ["db:10.0.0.1"],
    args: { VERSION: "1" },
    builderVersion: "BuilderBuildKit",
    cacheFrom: { images: ["localhost:5000/app:0"] },
    context: folder,
    dockerfile,
    network: "none",
    platform: "linux/amd64",
    target: "build",
  };
  expect(failuresOf({ build })).toEqual([]);
});

test("a password becomes a secret", () => {
  const registry = { server: "localhost:5000", username: "ann", password: "hunter2" };
  expect(checkImage({ ...inputs, registry }).inputs.registry).toEqual({
    server: "localhost:5000",
    username: "ann",
    password: secret("hunter2"),
  });
});

test.each<[string, PropertyMap, string]>([
  [
    "a name that is none",
    { imageName: "App" },
    'imageName: "App" names no image; expected <registry>/<name>:<tag>',
  ],
  [
    "nowhere to push to",
    { imageName: "app:1" },
    'imageName: "app:1" names no registry to push to; expected <registry>/app:1, with docker.io ' +
      "for Docker Hub, or skipPush: true",
  ],
  [
    "a build in the preview",
    { buildOnPreview: true },
    "buildOnPreview: true: this provider builds in an update only; leave it out",
  ],
  [
    "an option of older versions",
    { build: { context: folder, extraOptions: ["--quiet"] } },
    "build.extraOptions: not an option that this provider knows; leave it out",
  ],
  [
    "an unknown input",
    { localImageName: "app" },
    "localImageName: not an option that this provider knows; leave it out",
  ],
  [
    "a wrong type",
    { build: { context: folder, args: { VERSION: 1 } } },
    "build.args.VERSION: Invalid input: expected string, received number",
  ],
  [
    "the builder of old",
    { build: { context: folder, builderVersion: "BuilderV1" } },
    "build.builderVersion: this provider builds by BuildKit only; leave it out",
  ],
  [
    "a user without a password",
    { registry: { username: "ann" } },
    "registry.password: missing beside username; give both, or neither for the machine's own login",
  ],
  [
    "a password without a user",
    { registry: { password: "hunter2" } },
    "registry.username: missing beside password; give both, or neither for the machine's own login",
  ],
  [
    "no context",
    { build: { context: join(folder, "nowhere") } },
    `build.context: "${folder}/nowhere": no folder at ${folder}/nowhere`,
  ],
  [
    "no Dockerfile",
    { build: { context: join(folder, "app") } },
    `build.dockerfile: "${folder}/app/Dockerfile": no file at ${folder}/app/Dockerfile`,
  ],
])("%s", (_, changes, failure) => {
  expect(failuresOf(changes)).toEqual([failure]);
});

test("no name", () => {
  const { imageName: _, ...rest } = inputs;
  expect(checkImage(rest).failures).toEqual([
    { property: "imageName", reason: "missing; expected <registry>/<name>:<tag>" },
  ]);
});

test("a Dockerfile that was meant to be in the context is found there", () => {
  const here = process.cwd();
  process.chdir(folder);
  try {
    const build = { context: "app", dockerfile: "other.Dockerfile" };
    expect(failuresOf({ build })).toEqual([
      `build.dockerfile: "other.Dockerfile": no file at ${join(process.cwd(), "other.Dockerfile")}; ` +
        'expected "app/other.Dockerfile"',
    ]);
  } finally {
    process.chdir(here);
  }
});

test.each<[string, PropertyMap]>([
  ["the name", { imageName: UNKNOWN }],
  ["the build", { build: UNKNOWN }],
  ["the context", { build: { context: UNKNOWN } }],
  ["an argument", { build: { context: folder, args: { VERSION: UNKNOWN } } }],
  ["a cached image", { build: { context: folder, cacheFrom: { images: [UNKNOWN] } } }],
  ["the password", { registry: { username: "ann", password: UNKNOWN } }],
  ["whether to push", { imageName: "app:1", skipPush: UNKNOWN }],
])("%s may be unknown in a preview", (_, changes) => {
  expect(failuresOf(changes)).toEqual([]);
});

test("what a build sees is not known where it is not known where that is", () => {
  const build = { context: folder, dockerfile: UNKNOWN, platform: "linux/amd64" };
  expect(checkImage({ ...inputs, build }).inputs.build).toEqual(build);
  expect(checkImage({ ...inputs, build: UNKNOWN }).inputs.build).toBe(UNKNOWN);
});
