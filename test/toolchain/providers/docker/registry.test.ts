import { existsSync } from "node:fs";
import { Docker } from "../../../../toolchain/providers/docker/command";
import { parseImage } from "../../../../toolchain/providers/docker/image";
import { pushImage } from "../../../../toolchain/providers/docker/registry";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";
import { FakeDocker, Reply } from "./fake-docker";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const PUSH: Reply = {
  command: "push",
  stdout: [
    "The push refers to repository [localhost:5000/app]",
    "501a8ea436f0: Pushed",
    `1: digest: ${DIGEST} size: 524`,
  ],
};

let fake: FakeDocker;
beforeEach(() => {
  fake = new FakeDocker();
});
afterEach(() => {
  fake.remove();
});

function push(registry: PropertyMap = {}, imageName = "localhost:5000/app:1"): Promise<string> {
  const { signal } = new AbortController();
  const image = parseImage({ imageName, registry });
  return pushImage(new Docker(), image, signal, () => undefined);
}

test("a push results in the repository and the digest that the registry gave", async () => {
  fake.reply(PUSH);
  expect(await push()).toBe(`localhost:5000/app@${DIGEST}`);
  expect(fake.calls).toMatchObject([
    { args: ["push", "localhost:5000/app:1"], config: process.env.DOCKER_CONFIG ?? null },
  ]);
});

test("credentials are given to a login of its own, by stdin", async () => {
  fake.reply({ command: "login", stdout: ["Login Succeeded"] }, PUSH);
  await push({ server: "localhost:5000", username: "ann", password: "hunter2" });
  const [login, pushed] = fake.calls;
  expect(login).toMatchObject({
    args: ["login", "--username=ann", "--password-stdin", "localhost:5000"],
    stdin: "hunter2",
    configMode: "700",
  });
  expect(pushed?.config).toBe(login?.config);
  expect(existsSync(login?.config ?? "")).toBe(false);
});

test("without a server, the login is to the registry in the image's name", async () => {
  fake.reply({ command: "login" }, PUSH);
  await push({ username: "ann", password: "hunter2" });
  expect(fake.calls[0]?.args.at(-1)).toBe("localhost:5000");
});

test("a login that fails leaves nothing behind", async () => {
  fake.reply({ command: "login", stderr: ["unauthorized: wrong password"], exitCode: 1 });
  const pushed = push({ username: "ann", password: "hunter2" });
  await expect(pushed).rejects.toThrow(new Error("docker login: unauthorized: wrong password"));
  expect(fake.calls).toHaveLength(1);
  expect(existsSync(fake.calls[0]?.config ?? "")).toBe(false);
});

test("a push that names no digest is an error", async () => {
  fake.reply({ command: "push", stdout: ["501a8ea436f0: Pushed"] });
  await expect(push()).rejects.toThrow(
    new Error("docker push localhost:5000/app:1 named no digest: 501a8ea436f0: Pushed"),
  );
});
