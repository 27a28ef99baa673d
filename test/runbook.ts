import { readFileSync } from "node:fs";
import { join } from "node:path";

const lines = readFileSync(join(__dirname, "../docs/operations.md"), "utf8").split("\n");

/** The commands of each section of the runbook that has some, by its heading, as they are written. */
export function runbook(): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let heading = "";
  let inBlock = false;
  for (const line of lines) {
    if (/^ *```/.test(line)) {
      inBlock = !inBlock && line.trim() === "```sh";
    } else if (inBlock) {
      sections.set(heading, `${sections.get(heading) ?? ""}${line.trim()}\n`);
    } else if (/^##+ /.test(line)) {
      heading = line.replace(/^#+ /, "");
    }
  }
  return sections;
}
