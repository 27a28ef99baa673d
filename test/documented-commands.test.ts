import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root, trackedFiles } from "./tracked-files";

// A command that a page names can be run: the script is there, and what it is given names what is meant.

const read = (file: string) => readFileSync(resolve(root, file), "utf8");
const pages = trackedFiles("*.md");
const { scripts } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Each match of a pattern in any page, with the page. */
const named = (pattern: RegExp) =>
  pages.flatMap((page) =>
    [...read(page).matchAll(pattern)].map(([, ...parts]) => [page, ...parts] as const),
  );

test("each script is one of package.json", () => {
  const commands = named(/\bnpm run (?:--silent )?([a-z:]+)/g);
  expect(commands).not.toEqual([]);
  for (const [page, script = ""] of commands) {
    expect([page, Object.keys(scripts)]).toEqual([page, expect.arrayContaining([script])]);
  }
});

test("a test of the cluster that is run alone is one file, of those that change it", () => {
  const cluster = trackedFiles("test/cluster/*.test.ts");
  const list = execFileSync("npx", ["jest", "--selectProjects", "cluster", "--listTests"], {
    cwd: root,
    encoding: "utf8",
  });
  const changing = cluster.filter((file) => list.includes(`/${file}\n`));
  const commands = named(/\bnpm run test:cluster -- ([\w/.-]+)/g);
  expect(commands).not.toEqual([]);
  for (const [page, name = ""] of commands) {
    const files = changing.filter((file) => file.includes(name));
    expect([page, name, files]).toEqual([page, name, [expect.any(String)]]);
  }
});

test("jest is given files that are there, before its projects", () => {
  const commands = named(/\bnpx jest (\S+) --selectProjects ([a-z]+)/g);
  expect(commands).toHaveLength(named(/\b(npx jest)\b/g).length);
  for (const [page, file = ""] of commands) {
    expect([page, file, existsSync(resolve(root, file))]).toEqual([page, file, true]);
  }
});
