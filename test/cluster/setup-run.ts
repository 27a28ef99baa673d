import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./node";

const script = join(root, "setup.sh");
/** Where setup.sh notes the commands that it runs. */
const locks = `/tmp/sre-challenge-${process.getuid?.() ?? ""}`;

/** The process group that does something for setup.sh. */
function groupOf(what: string): number | undefined {
  const records = existsSync(locks) ? readdirSync(locks) : [];
  const record = records
    .filter((name) => name.startsWith("child."))
    .find((name) => textOf(join(locks, name)).includes(`\nwhat=${what}\n`));
  return record === undefined ? undefined : Number(record.replace("child.", ""));
}

/** Empty if there is no such file, or no more. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Runs setup.sh to its end; what it prints to stderr is shown. */
export function runSetup(): { readonly status: number | null; readonly stdout: string } {
  return spawnSync("bash", [script], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** A setup.sh in the background. */
export class SetupRun {
  private readonly process: ChildProcess;

  constructor() {
    this.process = spawn("bash", [script], { stdio: "ignore" });
  }

  /**
   * Resolves with the id of the process group that does `what`, once the log of this run shows the
   * text.
   *
   * @throws if setup.sh ends before
   */
  async doing(what: string, shows: string): Promise<number> {
    for (;;) {
      const group = groupOf(what);
      const log = textOf(join(root, ".state/setup.log")).split("\n######## ").at(-1) ?? "";
      if (group !== undefined && log.includes(shows)) {
        return group;
      }
      if (this.process.exitCode !== null) {
        throw new Error(`setup.sh ended and was never seen ${what}:\n${log.slice(-2000)}`);
      }
      await sleep(50);
    }
  }

  /** `kill -9` of setup.sh alone: what it started goes on. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }
}
