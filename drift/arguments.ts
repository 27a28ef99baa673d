export const usage =
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

/** A command line that means nothing; the message says what would. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const object = /^[A-Z][A-Za-z0-9]*(\/[^/\s]+){1,2}$/;

/** @throws UsageError on anything else. */
export function parseArguments(args: readonly string[]): Arguments {
  const deletions: string[] = [];
  const flags = new Set<string>();
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [flag = "", attached] = arg.split(/=(.*)/s);
    if (flag === "--delete") {
      deletions.push(objectName(attached ?? left.shift()));
    } else if (arg === "--json" || arg === "--repair") {
      flags.add(arg);
    } else {
      throw new UsageError(`unknown argument "${arg}"; ${usage}`);
    }
  }
  const repair = flags.has("--repair");
  if (deletions.length > 0 && !repair)
    throw new UsageError(`--delete goes with --repair; ${usage}`);
  return { json: flags.has("--json"), repair, deletions };
}

function objectName(text = ""): string {
  if (object.test(text)) return text;
  throw new UsageError(
    `--delete: "${text}" names no object; expected KIND/NAMESPACE/NAME or KIND/NAME, as the table does; ${usage}`,
  );
}
