import { ServiceImage } from "../../components";
import { contentHash } from "../../components/service-image/content-hash";
import { imageArgs } from "../../components/service-image/image-args";
import { projectFolder, twoServices } from "./project-folder";
import { record } from "./recorder";

const build = {
  service: "invoice-app",
  hash: "0123456789abcdef0123456789abcdef",
  registry: undefined,
  platform: undefined,
  context: ".",
};

test("an image for a registry is pushed there", () => {
  expect(imageArgs({ ...build, registry: "localhost:5000", platform: "linux/amd64" })).toEqual({
    imageName: "localhost:5000/invoice-app:0123456789abcdef",
    build: { context: ".", dockerfile: "Dockerfile.invoice-app", platform: "linux/amd64" },
    buildOnPreview: false,
    registry: { server: "localhost:5000" },
  });
});

test("an image without a registry stays in the Docker daemon", () => {
  expect(imageArgs(build)).toEqual({
    imageName: "invoice-app:0123456789abcdef",
    build: { context: ".", dockerfile: "Dockerfile.invoice-app" },
    buildOnPreview: false,
    skipPush: true,
  });
});

describe("ServiceImage", () => {
  const context = projectFolder(twoServices);
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
          build: { context, dockerfile: `${context}/Dockerfile.invoice-app` },
        },
      },
    ]);
  });

  test("refers to an image that is not pushed by the hash of its content", async () => {
    const { result } = await record(() => new ServiceImage("invoice-app", { context }).ref);
    expect(result).toBe(`invoice-app:${tag}`);
  });

  test("is not made from a Dockerfile that is not there", async () => {
    await expect(record(() => new ServiceImage("ledger", { context }))).rejects.toThrow(
      "Dockerfile.ledger",
    );
  });
});
