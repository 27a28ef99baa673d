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
  const git = (...args: readonly string[]) => command("git", args, remedy, signal);
  const status = ["status", "--porcelain", "--untracked-files=all", "--ignored", "--"];
  // What Pulumi adds to a stack's file is never committed.
  const salted = ["diff", "HEAD", "--ignore-matching-lines=^encryptionsalt:", "--"];
  const lost: string[] = [];
  for (const line of (await git(...status, ...paths)).split("\n").filter(Boolean)) {
    const [, stack] = /^ M (Pulumi\..+\.yaml)$/.exec(line) ?? [];
    if (stack === undefined || (await git(...salted, stack)) !== "") lost.push(line);
  }
  if (lost.length > 0) {
    const list = lost.join("\n");
    throw new UsageError(
      `nothing was changed: commit this first, or git could not bring it back:\n${list}`,
    );
  }
  await git("ls-files", "--error-unmatch", "--", ...paths);
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
