import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(__dirname, "..");

/** The files that are committed, or about to be, of a pattern of git's such as `*go.mod`; from the root. */
export function trackedFiles(pattern: string): readonly string[] {
  const files = ["ls-files", "--cached", "--others", "--exclude-standard", pattern];
  return execFileSync("git", files, { cwd: root, encoding: "utf8" }).trim().split("\n");
}
