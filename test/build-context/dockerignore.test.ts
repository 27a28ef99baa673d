import { parseDockerignore } from "../../build-context/dockerignore";

test.each([
  ["", "apps/main.go", false],
  ["# apps\n\n", "apps/main.go", false],
  ["apps", "apps/main.go", true],
  ["/apps/", "apps/main.go", true],
  ["main.go", "apps/main.go", false],
  ["*.go", "apps/main.go", false],
  ["*.go", "main.go", true],
  ["*.go", "mainxgo", false],
  ["**/*.go", "main.go", true],
  ["**/*.go", "apps/internal/main.go", true],
  ["apps/*/testdata", "apps/invoice-app/testdata/a.json", true],
  ["apps/*/testdata", "apps/invoice-app/internal/testdata/a.json", false],
  ["apps/**", "apps/internal/main.go", true],
  ["main.?o", "main.go", true],
  ["*\n!apps/invoice-app", "apps/invoice-app/main.go", false],
  ["*\n!apps/invoice-app", "apps/invoice-app-two/main.go", true],
  ["*\r\n!apps\r\n**/*_test.go\r\n", "apps/main_test.go", true],
  ["**/*_test.go\n!apps", "apps/main_test.go", false],
])("%j: %s is ignored: %s", (text, path, expected) => {
  expect(parseDockerignore(text).ignores(path)).toBe(expected);
});

test.each([
  ["*", "apps", false],
  ["*\n!apps/invoice-app", "apps", true],
  ["*\n!apps/invoice-app", "docs", false],
  ["*\n!apps/invoice-app", "apps/invoice-app", false],
  ["*\n!apps/*/cmd", "apps/invoice-app", true],
  ["*\n!apps/*/cmd", "apps/invoice-app/internal", false],
  ["*\n!**/*.go", "apps/invoice-app", true],
  ["*\n!apps/**/*.go", "apps/invoice-app/internal", true],
  ["*\n!apps/**/*.go", "docs", false],
])("%j: something below %s may be let in: %s", (text, folder, expected) => {
  expect(parseDockerignore(text).letsInBelow(folder)).toBe(expected);
});

test.each(["apps/[ab]", "apps\\*"])("refuses %s, which it would misread", (line) => {
  expect(() => parseDockerignore(line)).toThrow(
    `.dockerignore: "${line}" has [ or \\; expected names, *, ** and ? only`,
  );
});
