import { createHash } from "node:crypto";
import type { Expected, ExpectedService } from "./expected";

/** Of the teams that a client has no path to, those that it asks all the same. */
export interface Sample {
  /** The same seed chooses the same teams; whoever samples says which it was. */
  readonly seed: number;
  /** How many are drawn for each client; one that is drawn twice counts once. */
  readonly teams: number;
}

/** Who asks: a part of a team, and the services that it may call. */
export type Asking = Pick<ExpectedService, "name" | "team" | "calls">;

/** What is expected, as far as one client asks for it: its own team, those that it has a path to, and its sample. */
export function sampled(
  { teams, services }: Expected,
  { seed, teams: count }: Sample,
): (client: Asking) => Expected {
  const byName = new Map(services.map((service) => [service.name, service]));
  const byTeam = new Map(teams.map((team) => [team, [] as ExpectedService[]]));
  for (const service of services) byTeam.get(service.team)?.push(service);
  return ({ name, team, calls = [] }) => {
    const called = calls.flatMap((callee) => byName.get(callee)?.team ?? []);
    const chosen = Array.from(
      { length: count },
      (_, i) => teams[numberOf(`${seed} ${name} ${i}`) % teams.length] ?? team,
    );
    const near = [...new Set([team, ...called, ...chosen])];
    return { teams: near, services: near.flatMap((one) => byTeam.get(one) ?? []) };
  };
}

function numberOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE();
}
