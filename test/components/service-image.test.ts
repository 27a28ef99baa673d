import { RunError } from "@pulumi/pulumi";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { ServiceImage } from "../../components";
import { contentHash } from "../../components/service-image/content-hash";
import { imageArgs } from "../../components/service-image/image-args";
import { hostPlatform } from "../../components/service-image/platform";
import { imageReferences } from "../../components/service-image/references";
import "../program/no-proxies";
import { projectFolder, smallProject } from "./project-folder";
import { record } from "./recorder";

const build = {
  service: "invoice-app",
  hash: "0123456789abcdef0123456789abcdef",
  registry: undefined,
  platform: "linux/amd64",
  network: undefined,
  context: ".",
} as const;

test("an image for a registry is pushed there", () => {
  expect(imageArgs({ ...build, registry: "localhost:5000", network: "host" })).toEqual({
    imageName: "localhost:5000/invoice-app:0123456789abcdef",
    build: {
      context: ".",
      dockerfile: "Dockerfile.invoice-app",
      network: "host",
      platform: "linux/amd64",
    },
    buildOnPreview: false,
    registry: { server: "localhost:5000" },
  });
});

test("an image without a registry stays in the Docker daemon", () => {
  expect(imageArgs(build)).toEqual({
    imageName: "invoice-app:0123456789abcdef",
    build: { context: ".", dockerfile: "Dockerfile.invoice-app", platform: "linux/amd64" },
    buildOnPreview: false,
    skipPush: true,
  });
});

test("its references are by digest in a registry, and else by the content's tag", () => {
  expect(imageReferences("ledger", "localhost:5000/a")).toEqual({
    prefix: "localhost:5000/a/ledger@sha256:",
    digits: 64,
  });
  expect(imageReferences("ledger", undefined)).toEqual({ prefix: "ledger:", digits: 16 });
});

test.each([
  ["x64", "linux/amd64"],
  ["arm64", "linux/arm64"],
])("a machine of %s runs containers of %s", (architecture, platform) => {
  expect(hostPlatform(architecture)).toBe(platform);
});

test("on a machine of another architecture the stack has to name the platform", () => {
  expect(() => hostPlatform("riscv64")).toThrow(
    'sre-challenge:images.platform: missing, and this machine\'s "riscv64" is neither x64 nor ' +
      "arm64; expected linux/amd64 or linux/arm64",
  );
});

describe("ServiceImage", () => {
  const context = projectFolder(smallProject);
  const tag = contentHash(context, "Dockerfile.invoice-app").slice(0, 16);

  test("refers to a pushed image by its digest", async () => {
    const { result, registered } = await record(
      () => new ServiceImage("invoice-app", { context, registry: "localhost:5000" }).ref,
    );
    expect(result).toBe(`localhost:5000/invoice-app@sha256:${tag}`);
    expect(registered).toMatchObject([
      { key: "sre-challenge:ServiceImage::invoice-app" },
      {
        key: "docker:index/image:Image::invoice-app",
        parent: "sre-challenge:ServiceImage::invoice-app",
        inputs: {
          imageName: `localhost:5000/invoice-app:${tag}`,
          build: {
            context,
            dockerfile: `${context}/Dockerfile.invoice-app`,
            platform: hostPlatform(),
          },
        },
      },
    ]);
  });

  test("is built for the platform and in the network that it is given", async () => {
    const { registered } = await record(
      () => new ServiceImage("invoice-app", { context, platform: "linux/arm64", network: "host" }),
    );
    expect(registered[1]?.inputs.build).toMatchObject({ platform: "linux/arm64", network: "host" });
  });

  describe("on a machine behind a proxy", () => {
    afterEach(() => {
      delete process.env.HTTPS_PROXY;
    });

    async function buildBehind(proxy: string): Promise<unknown> {
      process.env.HTTPS_PROXY = proxy;
      const { registered } = await record(() => new ServiceImage("invoice-app", { context }));
      return registered[1]?.inputs.build;
    }

    test("is built by way of it", async () => {
      const args = { HTTPS_PROXY: "http://proxy.example.com:3128" };
      expect(await buildBehind(args.HTTPS_PROXY)).toMatchObject({ args });
    });

    test("does not show the proxy's password", async () => {
      const args = { HTTPS_PROXY: "http://me:word@proxy.example.com:3128" };
      expect(await buildBehind(args.HTTPS_PROXY)).toMatchObject({
        [specialSigKey]: specialSecretSig,
        value: { args },
      });
    });
  });

  test("refers to an image that is not pushed by the hash of its content", async () => {
    const { result } = await record(() => new ServiceImage("invoice-app", { context }).ref);
    expect(result).toBe(`invoice-app:${tag}`);
  });

  test.each([
    ["is not there", "COPY apps/legder .", "apps/legder is not in the build context"],
    ["is ignored", "COPY apps/ledger .", 'let it in by "!apps/ledger" in '],
  ])("is not made, in a preview too, where a source %s", async (_, line, fault) => {
    const folder = projectFolder({
      "Dockerfile.ledger": `FROM go\n${line}\n`,
      "apps/ledger/main.go": "package main",
      ".dockerignore": "*\n!apps/invoice-app\n",
    });
    const error: unknown = await record(
      () => new ServiceImage("ledger", { context: folder }),
    ).catch((thrown: unknown) => thrown);
    expect(RunError.isInstance(error) && error.message).toContain(fault);
  });

  test("is not made from a Dockerfile that is not there", async () => {
    await expect(record(() => new ServiceImage("ledger", { context }))).rejects.toThrow(
      "Dockerfile.ledger",
    );
  });
});
