import { execFileSync } from "node:child_process";
import { dirname, resolve } from "node:path";

/** The folders of all Go modules that are committed, or about to be. */
export function goModules(): readonly string[] {
  const files = ["ls-files", "--cached", "--others", "--exclude-standard", "*go.mod"];
  const found = execFileSync("git", files, { cwd: resolve(__dirname, ".."), encoding: "utf8" });
  return found.trim().split("\n").map(dirname);
}
