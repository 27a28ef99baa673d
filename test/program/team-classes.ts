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
  const nameIn = namesOf(expected);
  return [
    ...grouped(expected.teams, (team) => {
      const own = services.get(team) ?? [];
      const parts = new Map(
        [...own, ...own.flatMap(neighbours)].flatMap((one, i) => [
          [one.name, `service ${i}`],
          [one.team, one.team === team ? "own" : `team ${i}`],
        ]),
      );
      const rename = (_: string, value: unknown): unknown => {
        const name = nameIn(value);
        return name === undefined
          ? value
          : (parts.get(name) ?? name) + String(value).slice(name.length);
      };
      const specs = (walls.get(team) ?? []).map(({ spec }) => JSON.stringify(spec, rename));
      return JSON.stringify([own, specs.sort()], rename);
    }).values(),
  ];
}

/**
 * The first and the last team of each class, with those whom they call, are called by, or name in their policies.
 * Of the others none is said to be called.
 */
export function representatives(expected: Expected, policies: readonly Policy[]): Expected {
  const neighbours = neighboursOf(expected);
  const services = grouped(expected.services, ({ team }) => team);
  const chosen = new Set(
    classesOf(expected, policies).flatMap((teams) => [...teams.slice(0, 1), ...teams.slice(-1)]),
  );
  const named = new Set<string>();
  const nameIn = namesOf(expected);
  const walls = policies.filter(({ namespace }) => chosen.has(namespace));
  JSON.stringify(walls, (_, value: unknown) => {
    const name = nameIn(value);
    if (name !== undefined) named.add(name);
    return value;
  });
  const called = [...chosen]
    .flatMap((team) => services.get(team) ?? [])
    .flatMap(neighbours)
    .map(({ name }) => name);
  const shown = new Set([...chosen, ...named, ...called]);
  const some = expected.services.filter(({ name, team }) => shown.has(name) || shown.has(team));
  const names = new Set(some.map(({ name }) => name));
  const teams = new Set([...chosen, ...some.map(({ team }) => team)]);
  return {
    teams: expected.teams.filter((team) => teams.has(team)),
    services: some.map(({ calls = [], ...one }) => ({
      ...one,
      calls: calls.filter((callee) => names.has(callee)),
    })),
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

/**
 * The longest name of a team or a service with which a text begins, up to a dash or its end: `invoices-archive` may
 * be a team, and nothing of invoices'.
 */
function namesOf({ services }: Expected): (text: unknown) => string | undefined {
  const names = new Set(services.flatMap(({ name, team }) => [name, team]));
  return (text) => {
    if (typeof text !== "string") return undefined;
    for (let end = text.length; end > 0; end = text.lastIndexOf("-", end - 1)) {
      const name = text.slice(0, end);
      if (names.has(name)) return name;
    }
    return undefined;
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
