import { parseFlags } from "../command-line/flags";
import { UsageError } from "../command-line/usage-error";

const usage =
  "usage: npm run drift [-- --json --repair [--delete KIND/NAMESPACE/NAME | KIND/NAME]...]";

/** The command line. */
export interface Arguments {
  /** Whether stdout gets JSON, and the table goes to stderr. */
  readonly json: boolean;
  /** Whether the program's objects are put back. */
  readonly repair: boolean;
  /** Strangers to delete, as the table names them. */
  readonly deletions: readonly string[];
}

const object = /^[A-Z][A-Za-z0-9]*(\/[^/\s]+){1,2}$/;

/** @throws UsageError on anything else. */
export function parseArguments(args: readonly string[]): Arguments {
  const flags = { json: "switch", repair: "switch", delete: "texts" } as const;
  const { json, repair, delete: deletions } = parseFlags(args, flags, usage);
  if (deletions.length > 0 && !repair)
    throw new UsageError(`--delete goes with --repair; ${usage}`);
  const wrong = deletions.find((text) => !object.test(text));
  if (wrong !== undefined) {
    throw new UsageError(
      `--delete: "${wrong}" names no object; expected KIND/NAMESPACE/NAME or KIND/NAME, as the table does; ${usage}`,
    );
  }
  return { json, repair, deletions };
}
