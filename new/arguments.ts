import { parseFlags } from "../command-line/flags";
import { UsageError } from "../command-line/usage-error";

export const usage = `usage: npm run new -- team NAME
       npm run new -- service NAME --team TEAM [--database] [--called-by SERVICE]`;

export interface NewTeam {
  readonly command: "team";
  readonly name: string;
}

export interface NewService {
  readonly command: "service";
  readonly name: string;
  /** The team whose it is, as it is named. */
  readonly team: string;
  /** Whether it keeps data in its team's database. */
  readonly database: boolean;
  /** The service that calls it; undefined if none does. */
  readonly calledBy: string | undefined;
}

/** The command line. */
export type Arguments = NewTeam | NewService;

/** @throws UsageError on an unknown command or argument, and where a name or the team is missing. */
export function parseArguments(args: readonly string[]): Arguments {
  const [command, name, ...rest] = args;
  if (command === undefined) throw new UsageError(usage);
  if (command !== "team" && command !== "service") {
    throw new UsageError(`unknown command "${command}"; ${usage}`);
  }
  if (name === undefined || name.startsWith("-")) {
    throw new UsageError(`${command}: no name is given; ${usage}`);
  }
  if (command === "team") {
    parseFlags(rest, {}, usage);
    return { command, name };
  }
  const flags = { team: "text", database: "switch", "called-by": "text" } as const;
  const { team, database, "called-by": calledBy } = parseFlags(rest, flags, usage);
  if (team === undefined) throw new UsageError(`--team: nothing is set; ${usage}`);
  return { command, name, team, database, calledBy };
}
