import type { Expected } from "../expected";
import { copycatOf, databaseOf, migrationOf, strangerOf, twinOf, unwalled } from "./names";

/** Where a pod of the check stands: in a team's namespace, in one like it, or in one of no team. */
export type Home = { readonly team: string } | { readonly like: string } | "default" | "scratch";

export interface Actor {
  /** What it is called among the pods of the check. */
  readonly name: string;
  readonly home: Home;
  /** Whose pod labels it wears: a service's, a database's or a migration's. */
  readonly wears?: string;
  /** Whether a policy of the check opens both directions for it, so that only the peer's decide. */
  readonly unwalled?: true;
  /** Services that ask for a token of the one that it passes for: it has those. */
  readonly tokensFor?: readonly string[];
}

/** The pods of the check. Each asks, and each answers on every port that is asked about. */
export function actorsOf(expected: Expected): readonly Actor[] {
  const { teams, services } = expected;
  const asking = new Set(services.flatMap(({ name, asksCallers }) => (asksCallers ? name : [])));
  return [
    ...services.flatMap(({ name, team, calls = [] }): Actor[] => [
      { name, home: { team }, wears: name, tokensFor: calls.filter((it) => asking.has(it)) },
      { name: unwalled(name), home: { team }, wears: name, unwalled: true },
      { name: twinOf(name), home: { like: team }, wears: name },
      { name: copycatOf(name), home: "scratch", wears: name },
    ]),
    ...databasesOf(expected).flatMap(({ name, team }): Actor[] => [
      { name, home: { team }, wears: name },
      { name: unwalled(name), home: { team }, wears: name, unwalled: true },
      { name: migrationOf(name), home: { team }, wears: migrationOf(name) },
    ]),
    ...teams.flatMap((team): Actor[] => [
      { name: strangerOf(team), home: { team } },
      { name: unwalled(strangerOf(team)), home: { team }, unwalled: true },
    ]),
    { name: "bystander", home: "default" },
    { name: "open", home: "scratch" },
  ];
}

/** A team's database, and the services that keep their data there. */
export interface ExpectedDatabase {
  readonly name: string;
  readonly team: string;
  readonly services: readonly [string, ...string[]];
}

export function databasesOf({ teams, services }: Expected): readonly ExpectedDatabase[] {
  const keeping = new Map(teams.map((team) => [team, [] as string[]]));
  for (const { name, team, hasDatabase } of services) {
    if (hasDatabase) keeping.get(team)?.push(name);
  }
  return teams.flatMap((team) => {
    const [first, ...others] = keeping.get(team) ?? [];
    return first === undefined
      ? []
      : [{ name: databaseOf(team), team, services: [first, ...others] as const }];
  });
}
