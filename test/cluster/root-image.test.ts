import { coreApi } from "./root-image/cluster";
import { dockerfileWithUser, imageUser, PushedImages } from "./root-image/images";
import { ScratchNamespace } from "./root-image/scratch-namespace";

// The bug of README-old.md: a pod that must not run as root, made from an image that would.
jest.setTimeout(300_000);

const mustNotBeRoot = { runAsNonRoot: true };
const images = new PushedImages();
const scratch = new ScratchNamespace(coreApi(), "root-image-test");

beforeAll(() => scratch.create());

afterAll(async () => {
  try {
    await scratch.remove();
  } finally {
    await images.remove();
  }
});

describe("a pod that must not run as root", () => {
  it("does not start from an image that names no user", async () => {
    const image = await images.push(dockerfileWithUser(""));
    expect(await scratch.run("no-user", image, mustNotBeRoot)).toEqual({
      ready: false,
      reason: "CreateContainerConfigError",
      message: expect.stringContaining(
        "container has runAsNonRoot and image will run as root",
      ) as string,
    });
  });

  it("does not start from an image that names its user by a word", async () => {
    const image = await images.push(dockerfileWithUser("USER app"));
    expect(await scratch.run("user-by-word", image, mustNotBeRoot)).toEqual({
      ready: false,
      reason: "CreateContainerConfigError",
      message: expect.stringContaining(
        "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root",
      ) as string,
    });
  });

  it("runs from the service's own image, which names its user by a number", async () => {
    const image = await images.push(dockerfileWithUser(`USER ${imageUser}:${imageUser}`));
    const outcome = await scratch.run("user-by-number", image, mustNotBeRoot);
    expect(outcome).toEqual({ ready: true, restarts: 0 });
  });

  it("runs from an image that names no user, if the pod has the number", async () => {
    const image = await images.push(dockerfileWithUser(""));
    const numbered = { ...mustNotBeRoot, runAsUser: imageUser };
    const outcome = await scratch.run("number-in-the-pod", image, numbered);
    expect(outcome).toEqual({ ready: true, restarts: 0 });
  });
});
