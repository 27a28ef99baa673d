import { parseFlags } from "../command-line/flags";

const usage = "usage: npm run verify [-- --access --json]";

/** The command line. */
export interface Arguments {
  /** Whether to check who may do what, and not who can reach whom. */
  readonly access: boolean;
  /** Whether stdout gets JSON, and the table goes to stderr. */
  readonly json: boolean;
}

/** @throws UsageError on anything but `--access` and `--json`. */
export function parseArguments(args: readonly string[]): Arguments {
  return parseFlags(args, { access: "switch", json: "switch" }, usage);
}
