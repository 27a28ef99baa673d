import { expand } from "../verify/traffic/cells";
import { controlsOf } from "../verify/traffic/controls";
import { type Expected, EXPECTED } from "../verify/expected";
import { matrixOf } from "../verify/traffic/matrix";

/** What the pods of these teams run as. */
export const teamUsers = { invoices: 20001, payments: 20002 } as const;

const services = ["invoice-app", "payment-provider"];

/** What is expected of the two teams and services that tests tell by name, as if there were no other. */
export const twoTeams: Expected = {
  teams: Object.keys(teamUsers),
  services: EXPECTED.services
    .filter(({ name }) => services.includes(name))
    .map(({ calls = [], ...service }) => ({
      ...service,
      calls: calls.filter((called) => services.includes(called)),
    })),
};

const others = [...EXPECTED.teams, ...EXPECTED.services.map(({ name }) => name)].filter(
  (name) => !twoTeams.teams.includes(name) && !services.includes(name),
);

/** Whether the name of an object says that it is another team's, or of a way to another's service. */
export function isOfOthers(name: string): boolean {
  return others.some((other) => name.includes(other));
}

const cells = new Set<string>(expand(matrixOf(twoTeams), controlsOf(twoTeams)).map(({ id }) => id));

/** Whether a cell of the proof is about these two alone. */
export function isOfTwoTeams(cell: string): boolean {
  return cells.has(cell);
}
