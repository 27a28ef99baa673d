import { parseDockerignore } from "../../build-context/dockerignore";

// Ignored is what moby/patternmatcher 0.6.1 ignores in both of its ways.
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
  ["apps*\n!apps/main.go\napps", "apps/main.go", false],
  ["apps*\n!apps/main.go\napps", "apps/pay.go", true],
  ["apps/*\n!apps/?\n!apps", "apps/main.go", false],
  ["*\n!./apps//x/../main.go", "apps/main.go", false],
  ["*/../apps/", "apps/main.go", true],
  ["../apps", "apps/main.go", false],
  ["*\n!apps\n #apps", "apps/main.go", false],
  ["#apps/../apps\n #apps/../apps", "apps/main.go", true],
  ["\ufeffapps", "apps/main.go", true],
  ["\ufeff# apps", "apps/main.go", false],
  ["APPS", "apps/main.go", false],
  ["a+(b)$*", "a+(b)$c/main.go", true],
  ["a+(b)", "aab", false],
  ["! apps\n* ", "apps", true],
  ["**", "apps/main.go", true],
  [".", "apps/main.go", false],
  ["/", "apps/main.go", false],
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

test.each(["apps/[ab]", "apps\\*", "a^b", "a|b", "{a}", "**_test.go", "apps/a**/b", "!"])(
  "refuses %s, which it would misread",
  (line) => {
    expect(() => parseDockerignore(`# apps\n${line}\n`, "a.dockerignore")).toThrow(
      `a.dockerignore:2: "${line}" has one of [ \\ ^ { | }, or ** beside letters, or is ! alone; ` +
        "expected names, *, ? and **, the last one as a whole name",
    );
  },
);
