import { hostOf, unsupportedSettings } from "../../../../toolchain/providers/docker/settings";

test.each<[Record<string, string>, Record<string, string>, string]>([
  [
    { "docker:config:host": "unix:///run/a.sock" },
    { DOCKER_HOST: "unix:///run/b.sock" },
    "unix:///run/a.sock",
  ],
  [{ "docker:config:host": "" }, { DOCKER_HOST: "unix:///run/b.sock" }, "unix:///run/b.sock"],
  [{}, { DOCKER_HOST: "" }, "unix:///var/run/docker.sock"],
  [{}, { DOCKER_CONTEXT: "build" }, "unix:///var/run/docker.sock"],
])("with %j and %j the host is %s", (variables, environment, host) => {
  expect(hostOf(new Map(Object.entries(variables)), environment)).toBe(host);
});

test("settings that are known", () => {
  expect(unsupportedSettings({ host: "ssh://build", disableDockerDaemonCheck: true })).toEqual([]);
});

test.each([
  ["caMaterial", "DOCKER_CERT_PATH"],
  ["certMaterial", "DOCKER_CERT_PATH"],
  ["certPath", "DOCKER_CERT_PATH"],
  ["context", "DOCKER_HOST"],
  ["keyMaterial", "DOCKER_CERT_PATH"],
  ["sshOpts", "DOCKER_HOST"],
  ["registryAuth", "username and password"],
])("%s is refused by name", (property, remedy) => {
  const failures = unsupportedSettings({ host: "ssh://build", [property]: "x" });
  expect(failures).toEqual([{ property, reason: expect.stringContaining(remedy) as string }]);
});
