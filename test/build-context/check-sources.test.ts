import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { checkSources } from "../../build-context/check-sources";
import { contextFiles } from "../../build-context/context-files";
import { projectFolder } from "../components/project-folder";

const files = { "apps/ledger/main.go": "package main", "docs/ledger.md": "# Ledger" };

function folderOf(lines: string, others: Readonly<Record<string, string>> = {}): string {
  return projectFolder({ ...files, ...others, "Dockerfile.ledger": `FROM go\n${lines}\n` });
}

function check(folder: string): void {
  const dockerfile = join(folder, "Dockerfile.ledger");
  checkSources(folder, dockerfile, contextFiles(folder, dockerfile));
}

const ignored = { ".dockerignore": "*\n!apps\n" };

test.each([
  ["COPY of a folder", "COPY apps/ledger ."],
  ["COPY of a file", "COPY apps/ledger/main.go ."],
  ["COPY of all", "COPY . ."],
  ["a wildcard that may match nothing", "COPY docs/*.md none* ./"],
  ["a bind mount", "RUN --mount=source=apps,target=/s ls"],
])("%s that the build sees is right", (_, line) => {
  expect(() => {
    check(folderOf(line, ignored));
  }).not.toThrow();
});

test.each([
  "COPY docs .",
  "ADD docs/ledger.md .",
  'COPY ["docs", "."]',
  "RUN --mount=source=docs,target=/s ls",
])("an ignored source is named with the line that lets it in: %s", (line) => {
  const folder = folderOf(line, ignored);
  expect(() => {
    check(folder);
  }).toThrow(
    new RegExp(
      `^${folder}/Dockerfile\\.ledger:2: (COPY|ADD|RUN): (docs\\S*) is empty or ignored; ` +
        `put a file into it, or let it in by "!\\2" in ${folder}/\\.dockerignore, below what ignores it$`,
    ),
  );
});

test("the ignore file that is named is the Dockerfile's own", () => {
  const folder = folderOf("COPY docs .", { ...ignored, "Dockerfile.ledger.dockerignore": "docs" });
  expect(() => {
    check(folder);
  }).toThrow(`let it in by "!docs" in ${folder}/Dockerfile.ledger.dockerignore,`);
});

test("a new app that the context's ignore file does not let in is not silently left out", () => {
  const folder = folderOf("COPY apps/ledger .", { ".dockerignore": "*\n!apps/invoice-app\n" });
  expect(() => {
    check(folder);
  }).toThrow(`let it in by "!apps/ledger" in ${folder}/.dockerignore,`);
});

test("all that is missing is named at once, with its lines", () => {
  const folder = folderOf("COPY apps/legder .\nRUN ls\nCOPY one apps two ./\nCOPYY a b");
  expect(() => {
    check(folder);
  }).toThrow(
    new RegExp(
      [
        `^${folder}/Dockerfile.ledger:2: COPY: apps/legder is not in the build context ${folder}; make it there, or name what is there`,
        `${folder}/Dockerfile.ledger:4: COPY: one is not in .*`,
        `${folder}/Dockerfile.ledger:4: COPY: two is not in .*`,
        `${folder}/Dockerfile.ledger:5: COPYY: is no instruction; .*$`,
      ].join("\n"),
    ),
  );
});

test("an empty folder, which no clone has, is one that the build does not see", () => {
  const folder = folderOf("COPY empty .");
  mkdirSync(join(folder, "empty"));
  expect(() => {
    check(folder);
  }).toThrow("COPY: empty is an empty folder; put a file into it");
});

describe("a link", () => {
  test.each([
    ["to what is seen", "apps", "COPY link/ledger ."],
    ["to a file that is seen", "apps/ledger/main.go", "COPY link ."],
  ])("%s is right", (_, target, line) => {
    const folder = folderOf(line);
    symlinkSync(target, join(folder, "link"));
    expect(() => {
      check(folder);
    }).not.toThrow();
  });

  test.each([
    ["to nothing", "none"],
    ["out of the context", "/tmp"],
  ])("%s is not in the context", (_, target) => {
    const folder = folderOf("COPY link .");
    symlinkSync(target, join(folder, "link"));
    expect(() => {
      check(folder);
    }).toThrow("COPY: link is not in the build context");
  });
});

test("a Dockerfile that is not there is named", () => {
  expect(() => {
    checkSources(".", "Dockerfile.ledger", []);
  }).toThrow("Dockerfile.ledger: not there; an image is made from it");
});
