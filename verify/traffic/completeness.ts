import { CannotCheck } from "../../cluster/cannot-check";
import type { StackOutputs } from "../../cluster/stack";
import type { Expected } from "../expected";
import { databaseOf } from "./names";

/**
 * Refuses to prove less, or something else, than there is.
 *
 * @throws CannotCheck that names each team, service and database which is on one side only, and each difference.
 */
export function refuseUnproved(expected: Expected, outputs: StackOutputs): void {
  const faults = [
    ...differences(
      "team",
      expected.teams,
      outputs.teams.map(({ team }) => team),
    ),
    ...differences(
      "service",
      expected.services.map(({ name }) => name),
      outputs.services.map(({ service }) => service),
    ),
    ...expected.services.flatMap(({ name, team, hasDatabase, isExposed }) => {
      const found = outputs.services.find(({ service }) => service === name);
      if (found === undefined) return [];
      const home = outputs.teams.find(({ namespace }) => namespace === found.namespace)?.team;
      const database = hasDatabase ? databaseOf(team) : undefined;
      const nodePort = found.nodePort === undefined ? "no port" : "a port";
      return [
        ...said(name, "team", team, home),
        ...said(name, "database", database, found.database?.service),
        ...said(name, "exposure", isExposed ? "a port" : "no port", nodePort),
      ];
    }),
  ];
  if (faults.length > 0) {
    throw new CannotCheck(["verify/expected.ts is not about this stack:", ...faults].join("\n  "));
  }
}

function differences(
  what: string,
  expected: readonly string[],
  found: readonly string[],
): string[] {
  return [
    ...found
      .filter((name) => !expected.includes(name))
      .map((name) => `${what} ${name}: nobody proves it; say there who may call it`),
    ...expected
      .filter((name) => !found.includes(name))
      .map((name) => `${what} ${name}: the stack has none; take it out there, or deploy it`),
  ];
}

function said(
  service: string,
  what: string,
  expected: string | undefined,
  found: string | undefined,
): string[] {
  return expected === found
    ? []
    : [
        `service ${service}: ${what}: expected ${expected ?? "none"}, the stack has ${found ?? "none"}`,
      ];
}
