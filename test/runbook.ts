import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const lines = readFileSync(join(root, "docs/operations.md"), "utf8").split("\n");

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

/** Runs a section's commands as somebody would type them, but for what Pulumi asks. @throws if one fails */
export function runSection(section: string): void {
  const commands = runbook().get(section);
  if (commands === undefined) throw new Error(`the runbook has no commands under ${section}`);
  const env = { ...process.env, PULUMI_STACK: "dev", PULUMI_SKIP_CONFIRMATIONS: "true" };
  execFileSync("bash", ["-euxc", commands], { cwd: root, env, stdio: "pipe" });
}
