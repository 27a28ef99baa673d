import { UsageError } from "../command-line/usage-error";
import type { Arguments, NewService } from "./arguments";
import { aroundEdits } from "./around";
import { edited, type Texts } from "./edit";
import { refuseName } from "./names";
import { type Program, programOf } from "./program";
import { portFor, serviceEdits } from "./service";
import { serviceDecisions } from "./service-decisions";
import { sourcesOf } from "./sources";
import { teamDecisions, teamEdits } from "./team";

/** What new services and teams are made in, and from. */
export interface Project {
  /** Its files, by path. */
  readonly texts: Texts;
  /** The folders in apps/. */
  readonly apps: readonly string[];
}

/** What a command does; nothing is done yet. */
export interface Change {
  readonly written: Texts;
  readonly changed: Texts;
  /** What is left to a person. */
  readonly undecided: readonly string[];
}

/** @throws UsageError for what cannot be made; PlaceNotFound where a file is not as it was. */
export function changeOf(args: Arguments, { texts, apps }: Project): Change {
  const program = programOf(texts.get("index.ts") ?? "");
  refuseName(args.command, args.name, program, apps);
  if (args.command === "team") {
    const changed = edited(texts, teamEdits(args, program));
    return { written: new Map(), changed, undecided: teamDecisions(args) };
  }
  refuseStrangers(args, program);
  const stacks = [...texts.keys()].filter((path) => /^Pulumi\..+\.yaml$/.test(path)).sort();
  return {
    written: sourcesOf(args, portFor(program), texts),
    changed: edited(texts, [...serviceEdits(args, program), ...aroundEdits(args, program, stacks)]),
    undecided: serviceDecisions(args),
  };
}

/** Refuses a team and a caller that are not there, and a second database of a team. */
function refuseStrangers({ name, team, database, calledBy }: NewService, program: Program): void {
  const teams = program.teams.map((one) => one.name);
  const services = program.services.map((one) => one.name);
  const home = program.teams.find((one) => one.name === team);
  if (home === undefined) {
    throw new UsageError(
      `--team "${team}": is no team; expected one of ${teams.join(", ")}, or make it: npm run new -- team NAME`,
    );
  }
  if (database && home.hasDatabase) {
    throw new UsageError(
      `--database: ${team} has a database already, of one of its services; leave it out`,
    );
  }
  if (calledBy === name) {
    throw new UsageError(`--called-by "${calledBy}": would call itself; name another service`);
  }
  if (calledBy !== undefined && !services.includes(calledBy)) {
    throw new UsageError(
      `--called-by "${calledBy}": is no service; expected one of ${services.join(", ")}`,
    );
  }
}
