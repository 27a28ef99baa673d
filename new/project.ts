import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Change, Project } from "./change";
import { exampleFiles, templates } from "./sources";

export function readProject(folder: string): Project {
  const stacks = readdirSync(folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  const files = ["index.ts", "config/schema.ts", "verify/expected.ts", ...stacks, ...exampleFiles];
  const ofTemplates = readdirSync(join(folder, templates), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return {
    texts: new Map(
      [...files, ...ofTemplates].map((path) => [path, readFileSync(join(folder, path), "utf8")]),
    ),
    apps: readdirSync(join(folder, "apps")),
  };
}

/** Writes what is new first: it is in nobody's way. */
export function writeChange(folder: string, { written, changed }: Change): void {
  for (const [path, text] of written) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: "wx" });
  }
  for (const [path, text] of changed) writeFileSync(join(folder, path), text);
}
