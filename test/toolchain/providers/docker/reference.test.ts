import { parseReference } from "../../../../toolchain/providers/docker/reference";

test.each([
  ["app", undefined, "app", undefined],
  ["app:1", undefined, "app", "1"],
  ["team/app:1", undefined, "team/app", "1"],
  ["localhost/app:1", "localhost", "localhost/app", "1"],
  ["localhost:5000/app:0a1b", "localhost:5000", "localhost:5000/app", "0a1b"],
  ["docker.io/team/app:v1.2", "docker.io", "docker.io/team/app", "v1.2"],
  ["ghcr.io/a/b__c/d-e", "ghcr.io", "ghcr.io/a/b__c/d-e", undefined],
])("%s", (text, registry, repository, tag) => {
  expect(parseReference(text)).toEqual({ registry, repository, tag });
});

test.each([
  "",
  "App:1",
  "app:",
  "app:-1",
  "--privileged",
  "https://localhost:5000/app:1",
  "localhost:5000/app@sha256:0123",
  `app:${"x".repeat(129)}`,
])("%j is no image's name", (text) => {
  expect(parseReference(text)).toBeUndefined();
});
