import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";

/** A command that failed. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

export type Started = ReturnType<typeof start>;

/** Starts a program; `ended` rejects with CommandFailed, or CannotCheck where there is no such program. */
export function start(program: string, args: readonly string[], flags: readonly string[] = []) {
  // In a group of its own: Ctrl-C in a terminal must not break off what puts things back.
  const child = spawn(program, [...flags, ...args], { detached: true, env: process.env });
  // One that fails at once does not read its input.
  child.stdin.on("error", () => undefined);
  const ended = end();
  return { child, ended };

  async function end(): Promise<void> {
    const code = new Promise<number | null>((resolve, reject) => {
      child.on("error", (error) => {
        reject(new CannotCheck(`${program}: ${error.message}\n${remedy}`));
      });
      child.on("close", resolve);
    });
    const [stderr, status] = await Promise.all([text(child.stderr), code]);
    if (status !== 0) {
      const said = stderr.trim().split("\n").slice(-3).join("\n");
      throw new CommandFailed(`${program} ${args.slice(0, 3).join(" ")}: ${said}`);
    }
  }
}

/** Ends its input, which becomes JSON, and returns its stdout. */
export async function outputOf({ child, ended }: Started, input?: unknown): Promise<string> {
  child.stdin.end(input === undefined ? "" : JSON.stringify(input));
  const [stdout] = await Promise.all([text(child.stdout), ended]);
  return stdout;
}
