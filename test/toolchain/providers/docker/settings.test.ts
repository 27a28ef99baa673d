import { hostOf, unsupportedSettings } from "../../../../toolchain/providers/docker/settings";

test.each([
  [[["docker:config:host", "unix:///run/other.sock"]], "unix:///run/other.sock"],
  [[["docker:config:host", ""]], undefined],
  [[], undefined],
] as [[string, string][], string | undefined][])("the host in %j is %s", (variables, host) => {
  expect(hostOf(new Map(variables))).toBe(host);
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
