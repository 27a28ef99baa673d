import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { command, projectRoot } from "../cluster/command";
import { UsageError } from "../command-line/usage-error";

const remedy = "It takes out only what git brings back: run it in a clone.";

/** @throws UsageError if something of it would be lost; CannotCheck if git does not know it. */
export async function refuseUncommitted(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const changes = await command(
    "git",
    ["status", "--porcelain", "--untracked-files=all", "--ignored", "--", ...paths],
    remedy,
    signal,
  );
  if (changes !== "") {
    throw new UsageError(
      `nothing was changed: commit this first, or git could not bring it back:\n${changes.trimEnd()}`,
    );
  }
  await command("git", ["ls-files", "--error-unmatch", "--", ...paths], remedy, signal);
}

/** The files, but for tests, that still have one of the words in them. */
export async function filesWith(
  words: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const listed = await command("git", ["ls-files", "-z"], remedy, signal);
  const spoken = new RegExp(`\\b(?:${words.join("|")})\\b`);
  return listed
    .split("\0")
    .filter((file) => !file.startsWith("test/"))
    .filter((file) => lstatSync(join(projectRoot, file), { throwIfNoEntry: false })?.isFile())
    .filter((file) => spoken.test(readFileSync(join(projectRoot, file), "utf8")));
}
