import { payingService } from "../../cluster/stack";
import type { Expected, ExpectedService } from "../expected";
import {
  type ClientName,
  copycatOf,
  type EndpointName,
  migrationOf,
  otherPorts,
  strangerOf,
  twinOf,
  unusedPort,
  unwalled,
} from "./names";
import { databasesOf, type ExpectedDatabase } from "./actors";

export interface Row {
  /** A refusal counts only if this client was let through to this endpoint in the same run. */
  readonly control: EndpointName;
  readonly allowed: readonly EndpointName[];
  /** Let through by the network, and refused by the service itself. */
  readonly denied: readonly EndpointName[];
  readonly refused: readonly EndpointName[];
}

/** By client. */
export type Matrix = Readonly<Record<ClientName, Row>>;

const dns = ["kube-dns/udp", "kube-dns/tcp"];
const otherResolver = ["open:53", "open:53/udp"];
const apiServer = ["api-server/name", "api-server/service-ip", "api-server/node-ip"];
const leaving = ["bystander", "open", ...otherResolver, ...apiServer, "outside"];

const ways = (part: string) => [`${part}/name`, `${part}/pod-ip`];
const nodePort = ({ name, isExposed }: ExpectedService) => (isExposed ? [`${name}/node-port`] : []);
const waysIn = (service: ExpectedService) => [...ways(service.name), ...nodePort(service)];

const row = (control: EndpointName, fields: Partial<Row>): Row => ({
  control,
  allowed: [],
  denied: [],
  refused: [],
  ...fields,
});
/** Of a client whom walls leave the way to DNS alone, and of one that has no walls. */
const walled = (fields: Partial<Row>) => row("kube-dns/tcp", fields);
const free = (fields: Partial<Row>) => row("open", fields);

/** Who may reach whom, where all is refused but what is expected. docs/verify.md explains the clients. */
export function matrixOf(expected: Expected): Matrix {
  const { teams, services } = expected;
  const databases = databasesOf(expected);
  const everything = [...services, ...databases].flatMap(({ name }) => ways(name));
  return {
    outside: ofOutside(expected, databases),
    here: row(`${payingService}/published`, { allowed: [`${payingService}/published`] }),
    ...joined(services.map((own) => ofService(own, expected, databases, everything))),
    ...joined(databases.map((own) => ofDatabase(own, expected, databases))),
    ...joined(teams.map((team) => ofStranger(team, everything))),
    bystander: free({
      refused: [...everything, ...services.flatMap(nodePort), ...teams.map(strangerOf)],
    }),
    open: row("bystander", {}),
  };
}

function joined(matrices: readonly Matrix[]): Matrix {
  return Object.fromEntries(matrices.flatMap((matrix) => Object.entries(matrix)));
}

function ofOutside({ teams, services }: Expected, databases: readonly ExpectedDatabase[]): Row {
  const exposed = services.filter(({ isExposed }) => isExposed);
  const closed = services.filter(({ isExposed }) => !isExposed);
  return free({
    allowed: exposed.flatMap((service) => [...nodePort(service), `${service.name}/pod-ip`]),
    refused: [
      ...closed.map(({ name }) => `${name}/pod-ip`),
      ...exposed.map(({ name }) => `${name}/stand-in:${unusedPort}`),
      ...teams.map(strangerOf),
      ...databases.map(({ name }) => `${name}/pod-ip`),
    ],
  });
}

function ofService(
  { name: own, calls = [] }: ExpectedService,
  { teams, services }: Expected,
  databases: readonly ExpectedDatabase[],
  everything: readonly EndpointName[],
): Matrix {
  const isKept = ({ services: some }: ExpectedDatabase) => some.includes(own);
  const kept = databases.filter(isKept).map(({ name }) => name);
  const closed = databases.filter((one) => !isKept(one)).map(({ name }) => name);
  const callees = services.filter(({ name }) => calls.includes(name));
  const asking = callees.filter(({ asksCallers }) => asksCallers);
  const others = services.filter(({ name }) => !calls.includes(name));
  const denied = asking.map(({ name }) => `${name}/without-token`);
  return {
    [own]: walled({
      allowed: [
        ...callees.flatMap(({ name }) => [
          ...ways(name),
          `${name}/service-ip`,
          `${name}/stand-in`,
          unwalled(name),
        ]),
        ...asking.map(({ name }) => `${name}/with-token`),
        ...kept.flatMap((name) => [...ways(name), `${name}/stand-in`, unwalled(name)]),
        ...dns,
      ],
      denied,
      refused: [
        ...kept.map((name) => `${unwalled(name)}:${unusedPort}`),
        ...closed.flatMap((name) => [...ways(name), unwalled(name)]),
        ...callees.flatMap(({ name }) => [
          ...otherPorts.map((port) => `${unwalled(name)}:${port}`),
          copycatOf(name),
        ]),
        ...others
          .filter(({ name }) => name !== own)
          .flatMap((other) => [...waysIn(other), unwalled(other.name)]),
        ...teams.map((team) => unwalled(strangerOf(team))),
        "kube-dns:9153",
        ...leaving,
      ],
    }),
    [unwalled(own)]: free({
      allowed: [...callees.map(({ name }) => name), ...kept].map((name) => `${name}/pod-ip`),
      denied,
      refused: [
        ...kept.map((name) => `${name}/stand-in:${unusedPort}`),
        ...closed.flatMap(ways),
        ...callees.flatMap(({ name }) => otherPorts.map((port) => `${name}/stand-in:${port}`)),
        ...others.flatMap(({ name }) => ways(name)),
        ...teams.map(strangerOf),
      ],
    }),
    [twinOf(own)]: free({ refused: everything }),
    [copycatOf(own)]: free({ refused: everything }),
  };
}

function ofDatabase(
  { name: own }: ExpectedDatabase,
  { services }: Expected,
  databases: readonly ExpectedDatabase[],
): Matrix {
  const others = databases.map(({ name }) => name).filter((name) => name !== own);
  const refused = [...[...services.map(({ name }) => name), ...others].map(unwalled), ...leaving];
  return {
    [own]: walled({ allowed: dns, refused }),
    [migrationOf(own)]: walled({
      allowed: [`${own}/name`, unwalled(own), ...dns],
      refused: [`${unwalled(own)}:${unusedPort}`, ...refused],
    }),
  };
}

function ofStranger(team: string, everything: readonly EndpointName[]): Matrix {
  const names = everything.filter((endpoint) => endpoint.endsWith("/name"));
  return {
    [strangerOf(team)]: walled({ refused: [...names, "open"] }),
    [unwalled(strangerOf(team))]: free({ refused: everything }),
  };
}
