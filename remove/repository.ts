import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { command, projectRoot } from "../cluster/command";
import { UsageError } from "../command-line/usage-error";

const remedy = "It takes out only what git brings back: run it in a clone.";

/** @throws UsageError if something of it would be lost. */
export async function refuseUncommitted(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const changes = await command("git", ["status", "--porcelain", "--", ...paths], remedy, signal);
  if (changes !== "") {
    throw new UsageError(
      `nothing was changed: this is not committed, and git could not bring it back:\n${changes.trimEnd()}`,
    );
  }
}

/** The files that still have a word in them. */
export async function filesWith(word: string, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await command("git", ["ls-files", "-z"], remedy, signal);
  const spoken = new RegExp(`(?<![\\w-])${word}(?![\\w-])`);
  return listed
    .split("\0")
    .filter((file) => lstatSync(join(projectRoot, file), { throwIfNoEntry: false })?.isFile())
    .filter((file) => spoken.test(readFileSync(join(projectRoot, file), "utf8")));
}
