import { type Expected, EXPECTED, type ExpectedService } from "../../verify/expected";

const [invoicing, paying] = EXPECTED.services as readonly [ExpectedService, ExpectedService];

/**
 * What is expected of teams with a service and a database each, which calls the next one's. The first and the
 * last are those of today, so two of these teams are the project itself.
 *
 * @param teams at least 2
 */
export function expectationOf(teams: number): Expected {
  const name = (i: number) => (i < teams ? `service-${i}` : paying.name);
  const between = Array.from({ length: teams - 2 }, (_, at): ExpectedService => {
    const i = at + 2;
    const calls = [name(i + 1)];
    return { name: name(i), team: `team-${i}`, calls, hasDatabase: true, asksCallers: true };
  });
  const services = [{ ...invoicing, calls: [name(2)] }, ...between, paying];
  return { teams: services.map(({ team }) => team).sort(), services };
}

/** The port of each service. */
export const portOf = ({ isExposed }: ExpectedService) => (isExposed ? 8081 : 8082);
