import { parseFlags } from "../command-line/flags";
import { UsageError } from "../command-line/usage-error";

export const usage = `usage: npm run remove -- service NAME [--stack dev] [--yes]
       npm run remove -- team NAME [--stack dev] [--yes]`;

/** The command line. */
export interface Arguments {
  readonly what: "team" | "service";
  readonly name: string;
  /** The stack in which its data is looked for. */
  readonly stack: string;
  /** Whether nobody is asked. */
  readonly yes: boolean;
}

/** @throws UsageError on all else. */
export function parseArguments(args: readonly string[]): Arguments {
  const [what, name, ...rest] = args;
  if (what !== "team" && what !== "service") throw new UsageError(usage);
  if (name === undefined || name.startsWith("-")) {
    throw new UsageError(`${what}: no name is given; ${usage}`);
  }
  const { stack = "dev", yes } = parseFlags(rest, { stack: "text", yes: "switch" }, usage);
  return { what, name, stack, yes };
}
