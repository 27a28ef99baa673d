import { once } from "node:events";
import { clusterName } from "../cluster/kubeconfig";
import { outputOf, start, type Started } from "./process";

/** What chaos signs its changes with, so that they can be told from those of the stack. */
export const fieldManager = "chaos";

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
  return start("kubectl", args, ["--context", clusterName]);
}

/** @returns the object or list that `kubectl get … -o json` prints; the caller knows its shape. */
export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(
    await kubectl(["get", ...args, "--output", "json", "--show-managed-fields"]),
  ) as T;
}
