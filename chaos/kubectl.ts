import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";

/** The one kubectl context that is ever touched. */
const context = "sre-challenge";

/** What chaos signs its changes with, so that they can be told from those of the stack. */
export const fieldManager = "chaos";

/** A command that failed. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/**
 * Runs kubectl on the project's own cluster.
 *
 * @param input Becomes JSON on its stdin.
 * @returns its stdout.
 * @throws CommandFailed with what it said; CannotCheck without a kubectl.
 */
export async function kubectl(args: readonly string[], input?: unknown): Promise<string> {
  return outputOf(startKubectl(args), input);
}

/**
 * Runs docker.
 *
 * @throws CommandFailed with what it said; CannotCheck without a docker.
 */
export async function docker(...args: readonly string[]): Promise<void> {
  await outputOf(start("docker", args));
}

async function outputOf({ child, ended }: Started, input?: unknown): Promise<string> {
  child.stdin.end(input === undefined ? "" : JSON.stringify(input));
  const [stdout] = await Promise.all([text(child.stdout), ended]);
  return stdout;
}

/** A kubectl that waits for a line on its stdin. */
export interface Waiting {
  /**
   * Gives it the line and waits for its end.
   *
   * @throws CommandFailed if it failed.
   */
  go(): Promise<void>;
  /** Ends its stdin, with or without the line. */
  close(): void;
}

/**
 * Runs kubectl until it says something, which is when it waits.
 *
 * @throws CommandFailed if it ends before.
 */
export async function kubectlWaiting(args: readonly string[]): Promise<Waiting> {
  const { child, ended } = startKubectl(args);
  await Promise.race([once(child.stdout, "data"), ended]);
  child.stdout.resume();
  return {
    async go() {
      child.stdin.end("go\n");
      await ended;
    },
    close() {
      child.stdin.end();
      ended.catch(() => undefined);
    },
  };
}

function startKubectl(args: readonly string[]): Started {
  return start("kubectl", args, ["--context", context]);
}

type Started = ReturnType<typeof start>;

function start(program: string, args: readonly string[], flags: readonly string[] = []) {
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

/** @returns the object or list that `kubectl get … -o json` prints; the caller knows its shape. */
export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(
    await kubectl(["get", ...args, "--output", "json", "--show-managed-fields"]),
  ) as T;
}
