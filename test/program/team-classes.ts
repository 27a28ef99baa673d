import type { Expected, ExpectedService } from "../../verify/expected";
import type { Policy } from "./reachability";

/**
 * Teams whose walls differ by names alone: their own, and those of the services that they call and are called by.
 * Whatever else a policy names stays as it is, and makes a class of its own.
 */
export function classesOf(expected: Expected, policies: readonly Policy[]): readonly string[][] {
  const services = grouped(expected.services, ({ team }) => team);
  const walls = grouped(policies, ({ namespace }) => namespace);
  const neighbours = neighboursOf(expected);
  return [
    ...grouped(expected.teams, (team) => {
      const own = services.get(team) ?? [];
      const around = own.flatMap(neighbours);
      const rename = renaming(team, [...own, ...around]);
      const specs = (walls.get(team) ?? []).map(({ spec }) => JSON.stringify(spec, rename));
      return JSON.stringify([own, specs.sort()], rename);
    }).values(),
  ];
}

/** The first and the last team of each class with their neighbours, of whom no other is said to be called. */
export function representatives(expected: Expected, policies: readonly Policy[]): Expected {
  const neighbours = neighboursOf(expected);
  const services = grouped(expected.services, ({ team }) => team);
  const chosen = classesOf(expected, policies)
    .flatMap((teams) => [teams[0], teams.at(-1)])
    .flatMap((team) => services.get(team ?? "") ?? []);
  const shown = new Set(chosen.flatMap((one) => [one, ...neighbours(one)]));
  const names = new Set([...shown].map(({ name }) => name));
  const teams = new Set([...shown].map(({ team }) => team));
  return {
    teams: expected.teams.filter((team) => teams.has(team)),
    services: expected.services
      .filter((one) => shown.has(one))
      .map(({ calls = [], ...one }) => ({ ...one, calls: calls.filter((it) => names.has(it)) })),
  };
}

/** The services that one calls, then those that call it. */
function neighboursOf({ services }: Expected): (of: ExpectedService) => ExpectedService[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const callees = ({ calls = [] }: ExpectedService) =>
    calls.flatMap((name) => byName.get(name) ?? []);
  const pairs = services.flatMap((caller) => callees(caller).map((callee) => ({ caller, callee })));
  const calling = grouped(pairs, ({ callee }) => callee.name);
  return (service) => [
    ...callees(service),
    ...(calling.get(service.name) ?? []).map(({ caller }) => caller),
  ];
}

/** For JSON.stringify: a name, alone or before a dash, becomes the part that it plays for the team. */
function renaming(team: string, services: readonly ExpectedService[]) {
  const parts = new Map(
    services.flatMap((one, i) => [
      [one.name, `service ${i}`],
      [one.team, one.team === team ? "own" : `team ${i}`],
    ]),
  );
  return (_: string, value: unknown): unknown => {
    if (typeof value !== "string") return value;
    for (const [name, part] of parts) {
      if (value === name || value.startsWith(`${name}-`)) return part + value.slice(name.length);
    }
    return value;
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
