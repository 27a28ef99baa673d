export const usage = "usage: npm run verify [-- --json]";

/** The command line. */
export interface Arguments {
  /** Whether stdout gets JSON, and the table goes to stderr. */
  readonly json: boolean;
}

/** A command line that means nothing; the message says what would. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws UsageError on anything but `--json`. */
export function parseArguments(args: readonly string[]): Arguments {
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown !== undefined) {
    throw new UsageError(`unknown argument "${unknown}"; ${usage}`);
  }
  return { json: args.includes("--json") };
}
