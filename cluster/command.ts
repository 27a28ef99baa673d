import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CannotCheck } from "./cannot-check";

const run = promisify(execFile);

/** The folder of the project, in which commands run. */
export const projectRoot = join(__dirname, "..");

/**
 * Runs a program in the project's folder.
 *
 * @returns its stdout.
 * @throws CannotCheck with the end of its output and the remedy.
 */
export async function command(
  program: string,
  args: readonly string[],
  remedy: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { stdout } = await run(program, args, { cwd: projectRoot, maxBuffer: 2 ** 24, signal });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    const said = (error as { stderr?: string }).stderr?.trim().split("\n").slice(-5).join("\n");
    const reason = said === undefined || said === "" ? (error as Error).message : said;
    throw new CannotCheck(`${program} ${args.join(" ")}: ${reason}\n${remedy}`);
  }
}
