import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Asks the cluster of the stack `dev`, whatever context is the current one.
 *
 * @param input What it reads with `--filename=-`.
 * @returns its stdout; fails with what it says if it does.
 */
export async function kubectl(args: readonly string[], input?: object): Promise<string> {
  const running = promisify(execFile)("kubectl", ["--context", "sre-challenge", ...args]);
  running.child.stdin?.end(input === undefined ? "" : JSON.stringify(input));
  return (await running).stdout;
}
