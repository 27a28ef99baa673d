import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { CannotCheck } from "../verify/cannot-check";
import { remedy } from "../verify/stack";

/** The one kubectl context that is ever touched. */
const context = "sre-challenge";

/** What chaos signs its changes with, so that they can be told from those of the stack. */
export const fieldManager = "chaos";

/** A command of kubectl that failed. */
export class KubectlFailed extends Error {
  override readonly name = "KubectlFailed";
}

/**
 * Runs kubectl on the project's own cluster.
 *
 * @param input Becomes JSON on its stdin.
 * @returns its stdout.
 * @throws KubectlFailed with what it said; CannotCheck without a kubectl.
 */
export async function kubectl(args: readonly string[], input?: unknown): Promise<string> {
  // In a group of its own: Ctrl-C in a terminal must not break off what puts things back.
  const child = spawn("kubectl", ["--context", context, ...args], {
    detached: true,
    env: process.env,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new CannotCheck(`kubectl: ${error.message}\n${remedy}`));
    });
    child.on("close", resolve);
  });
  // One that fails at once does not read its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input === undefined ? "" : JSON.stringify(input));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) {
    const said = stderr.trim().split("\n").slice(-3).join("\n");
    throw new KubectlFailed(`kubectl ${args.slice(0, 3).join(" ")}: ${said}`);
  }
  return stdout;
}

/** @returns the object or list that `kubectl get … -o json` prints; the caller knows its shape. */
export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(
    await kubectl(["get", ...args, "--output", "json", "--show-managed-fields"]),
  ) as T;
}
