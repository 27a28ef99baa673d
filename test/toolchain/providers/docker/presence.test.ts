import { Docker } from "../../../../toolchain/providers/docker/command";
import { presenceOf } from "../../../../toolchain/providers/docker/presence";
import type { Registry } from "../../../../toolchain/providers/docker/image";
import { FakeDocker } from "./fake-docker";

const PUSHED = "localhost:5000/app@sha256:0a1b";

let fake: FakeDocker;
beforeEach(() => {
  fake = new FakeDocker();
});
afterEach(() => {
  fake.remove();
});

function ask(repoDigest: string, registry: Registry = {}) {
  return presenceOf(new Docker(), repoDigest, registry, new AbortController().signal);
}

function answer(status: string, body: string): void {
  const stdout = [`HTTP/1.0 ${status}`, "Content-Type: application/json", "", body];
  fake.reply({ command: "system", stdout });
}

test.each([
  [PUSHED, `/distribution/${PUSHED}/json`],
  ["sha256:0a1b", "/images/sha256:0a1b/json"],
])("the daemon is asked for %s", async (repoDigest, path) => {
  answer("200 OK", "{}");
  expect(await ask(repoDigest)).toBe("present");
  expect(fake.calls).toMatchObject([
    {
      args: ["system", "dial-stdio"],
      stdin: `GET ${path} HTTP/1.0\r\nHost: docker\r\n\r\n`,
    },
  ]);
});

test.each([
  ["200 OK", "present"],
  ["404 Not Found", "gone"],
  ["401 Unauthorized", "hidden"],
  ["403 Forbidden", "hidden"],
])("%s means %s", async (status, presence) => {
  answer(status, '{"message":"manifest unknown: manifest unknown"}');
  expect(await ask(PUSHED)).toBe(presence);
});

test("the registry's login goes along", async () => {
  answer("200 OK", "{}");
  await ask(PUSHED, { server: "localhost:5000", username: "ann", password: "hunter2" });
  const header = /X-Registry-Auth: (\S+)\r\n/.exec(fake.calls[0]?.stdin ?? "")?.[1] ?? "";
  expect(JSON.parse(Buffer.from(header, "base64url").toString("utf8"))).toEqual({
    username: "ann",
    password: "hunter2",
    serveraddress: "localhost:5000",
  });
});

test("a registry that does not answer is an error, not an image that is gone", async () => {
  answer("500 Internal Server Error", '{"message":"connect: connection refused"}');
  await expect(ask(PUSHED)).rejects.toThrow(
    new Error(`cannot look for ${PUSHED}: connect: connection refused`),
  );
});

test("a daemon that says nothing is an error too", async () => {
  fake.reply({ command: "system" });
  await expect(ask(PUSHED)).rejects.toThrow(new Error(`cannot look for ${PUSHED}: no answer`));
});
