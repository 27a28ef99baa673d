import { outputsOf, previewOf } from "../../../../toolchain/providers/docker/outputs";
import { UNKNOWN, secret } from "../../../../toolchain/providers/rpc/properties";

const inputs = {
  imageName: "localhost:5000/app:1",
  build: { context: "apps", dockerfile: "apps/docker/app.Dockerfile" },
  registry: { server: "localhost:5000" },
};
const result = { repoDigest: "localhost:5000/app@sha256:0a1b", platform: "linux/amd64" };

test("the outputs are the official provider's", () => {
  expect(outputsOf(inputs, result)).toEqual({
    __inputs: secret(inputs),
    baseImageName: "localhost:5000/app:1",
    context: "apps",
    dockerfile: "docker/app.Dockerfile",
    imageName: "localhost:5000/app:1",
    platform: "linux/amd64",
    registryServer: "localhost:5000",
    repoDigest: "localhost:5000/app@sha256:0a1b",
  });
});

test("defaults are the official provider's", () => {
  expect(outputsOf({ imageName: "app:1", skipPush: true }, result)).toMatchObject({
    context: ".",
    dockerfile: "Dockerfile",
    registryServer: "",
  });
});

test("the platform that was asked for is the output", () => {
  const build = { context: "apps", platform: "linux/amd64/v2" };
  expect(outputsOf({ ...inputs, build }, result).platform).toBe("linux/amd64/v2");
});

test("what comes from a secret is secret, and nothing else", () => {
  const build = { context: secret("apps"), args: { TOKEN: secret("hunter2") } };
  const registry = { server: secret("localhost:5000"), password: secret("hunter2") };
  const secretInputs = { imageName: secret("localhost:5000/app:1"), build, registry };
  expect(outputsOf(secretInputs, result)).toEqual({
    __inputs: secret(secretInputs),
    baseImageName: secret("localhost:5000/app:1"),
    context: secret("apps"),
    dockerfile: "Dockerfile",
    imageName: secret("localhost:5000/app:1"),
    platform: "linux/amd64",
    registryServer: secret("localhost:5000"),
    repoDigest: secret("localhost:5000/app@sha256:0a1b"),
  });
});

test("a build that is secret as a whole hides all that comes from it", () => {
  expect(outputsOf({ ...inputs, build: secret(inputs.build) }, result)).toMatchObject({
    context: secret("apps"),
    dockerfile: secret("docker/app.Dockerfile"),
    platform: secret("linux/amd64"),
  });
});

test("a preview knows all but what the build results in", () => {
  expect(previewOf(inputs)).toMatchObject({
    imageName: "localhost:5000/app:1",
    context: "apps",
    dockerfile: "docker/app.Dockerfile",
    registryServer: "localhost:5000",
    platform: UNKNOWN,
    repoDigest: UNKNOWN,
  });
});

test("a preview of what is not known yet", () => {
  const build = { args: { URL: UNKNOWN } };
  expect(previewOf({ ...inputs, build })).toEqual({
    baseImageName: "localhost:5000/app:1",
    context: UNKNOWN,
    dockerfile: UNKNOWN,
    imageName: "localhost:5000/app:1",
    platform: UNKNOWN,
    registryServer: UNKNOWN,
    repoDigest: UNKNOWN,
  });
});
