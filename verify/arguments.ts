export const usage = "usage: npm run verify [-- --access --json]";

/** The command line. */
export interface Arguments {
  /** Whether to check who may do what, and not who can reach whom. */
  readonly access: boolean;
  /** Whether stdout gets JSON, and the table goes to stderr. */
  readonly json: boolean;
}

/** A command line that means nothing; the message says what would. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError on anything but `--access` and `--json`. */
export function parseArguments(args: readonly string[]): Arguments {
  const unknown = args.find((arg) => arg !== "--access" && arg !== "--json");
  if (unknown !== undefined) {
    throw new UsageError(`unknown argument "${unknown}"; ${usage}`);
  }
  return { access: args.includes("--access"), json: args.includes("--json") };
}
