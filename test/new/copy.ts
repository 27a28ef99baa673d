import { spawnSync } from "node:child_process";
import { cpSync, lstatSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, trackedFiles } from "../tracked-files";

/** A copy of the project in a repository of its own, where commands change what they like. */
export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), "sre-challenge-new-"));

  constructor() {
    for (const file of trackedFiles("*")) {
      const from = join(root, file);
      if (lstatSync(from, { throwIfNoEntry: false })?.isFile()) {
        cpSync(from, join(this.folder, file), { recursive: true });
      }
    }
    this.run("git", "init", "--quiet");
    this.run("git", "add", "--all");
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** What a program says here. @throws with that if it fails. */
  run(program: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
    return stdout;
  }

  /** The same of a script for node. */
  node(...args: readonly string[]): string {
    return this.run(process.execPath, ...args);
  }

  /** Notes all as it is: changes are counted from here on. */
  note(): void {
    this.run("git", "add", "--all", "--", ".", ":!node_modules");
  }

  /** Commits all as it is. */
  commit(): void {
    this.note();
    this.run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "it");
  }

  /** The number of lines of each file that are new or other ones since. */
  changedLines(): Readonly<Record<string, number>> {
    const lines = this.run("git", "diff", "--numstat").trim().split("\n").filter(Boolean);
    const counts = lines.map((line) => {
      const [added = "", removed = "", file = ""] = line.split("\t");
      return [file, Math.max(Number(added), Number(removed))] as const;
    });
    return Object.fromEntries(counts);
  }

  /** Files that are not noted. */
  newFiles(): readonly string[] {
    const files = this.run("git", "ls-files", "--others", "--", ".", ":!node_modules");
    return files.trim().split("\n").filter(Boolean);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
