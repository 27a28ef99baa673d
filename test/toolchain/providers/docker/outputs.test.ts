import { outputsOf } from "../../../../toolchain/providers/docker/outputs";
import { secret } from "../../../../toolchain/providers/rpc/properties";

const inputs = {
  imageName: "localhost:5000/app:1",
  build: {
    context: "apps",
    contextDigest: "2c3d",
    dockerfile: "apps/docker/app.Dockerfile",
    platform: "linux/amd64",
  },
  registry: { server: "localhost:5000" },
};
const PUSHED = "localhost:5000/app@sha256:0a1b";

test("the outputs are the official provider's", () => {
  expect(outputsOf(inputs, PUSHED)).toEqual({
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
  expect(outputsOf({ imageName: "app:1", skipPush: true }, PUSHED)).toMatchObject({
    context: ".",
    dockerfile: "Dockerfile",
    registryServer: "",
  });
});

test("what comes from a secret is secret, and nothing else", () => {
  const build = { ...inputs.build, context: secret("apps"), args: { TOKEN: secret("hunter2") } };
  const registry = { server: secret("localhost:5000"), password: secret("hunter2") };
  const secretInputs = { imageName: secret("localhost:5000/app:1"), build, registry };
  expect(outputsOf(secretInputs, PUSHED)).toEqual({
    __inputs: secret(secretInputs),
    baseImageName: secret("localhost:5000/app:1"),
    context: secret("apps"),
    dockerfile: "docker/app.Dockerfile",
    imageName: secret("localhost:5000/app:1"),
    platform: "linux/amd64",
    registryServer: secret("localhost:5000"),
    repoDigest: secret("localhost:5000/app@sha256:0a1b"),
  });
});

test("a build that is secret as a whole hides all that comes from it", () => {
  expect(outputsOf({ ...inputs, build: secret(inputs.build) }, PUSHED)).toMatchObject({
    context: secret("apps"),
    dockerfile: secret("docker/app.Dockerfile"),
    platform: secret("linux/amd64"),
  });
});
