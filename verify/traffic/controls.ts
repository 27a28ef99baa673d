import { payingService } from "../../cluster/stack";
import type { Expected, ExpectedService } from "../expected";
import {
  type CellId,
  cellId,
  type ClientName,
  copycatOf,
  type EndpointName,
  otherPorts,
  strangerOf,
  unusedPort,
  unwalled,
} from "./names";
import { databasesOf, type ExpectedDatabase } from "./actors";

/** By endpoint. */
export type Controls = Readonly<Record<EndpointName, readonly CellId[]>>;

type Entry = readonly [EndpointName, readonly CellId[]];

/** Reached across the network on each port, by whom no policy concerns. */
const across = (port?: string) => cellId("bystander", port === undefined ? "open" : `open:${port}`);

/**
 * Who has to be let through to an endpoint in the same run before a refusal there counts. Where no
 * policy lets anyone in, the server asks itself, which shows that it listens, and its like without
 * a policy is asked across the network.
 */
export function controlsOf(expected: Expected): Controls {
  const { teams, services } = expected;
  const strangers = teams.map(strangerOf);
  // The first of them who calls is the one that is asked.
  const callers = new Map(
    [...services]
      .reverse()
      .flatMap(({ name, calls = [] }) => calls.map((callee) => [callee, name] as const)),
  );
  return Object.fromEntries([
    ...services.flatMap((service) => ofService(service, callers.get(service.name))),
    ...databasesOf(expected).flatMap(ofDatabase),
    [`${payingService}/published`, [cellId("here", `${payingService}/published`)]],
    ...strangers.map((name): Entry => [name, [cellId(name, name), across()]]),
    ...otherPorts.map((port): Entry => [`open:${port}`, [across(port)]]),
    ["open", [across()]],
    ...[
      ...strangers.map(unwalled),
      "bystander",
      "kube-dns/udp",
      "kube-dns/tcp",
      "kube-dns:9153",
      "api-server/name",
      "api-server/service-ip",
      "api-server/node-ip",
      "outside",
    ].map(byOpen),
  ]);
}

/** By a pod without walls that nobody takes for another. */
function byOpen(to: EndpointName): Entry {
  return [to, [cellId("open", to)]];
}

/** Its caller asks; where there is none, the outside, or else its like without walls is asked. */
function ofService({ name, isExposed }: ExpectedService, caller: ClientName | undefined): Entry[] {
  const byCaller = (to: EndpointName, otherwise: readonly CellId[]): Entry => [
    to,
    caller === undefined ? otherwise : [cellId(caller, to)],
  ];
  const reached = isExposed
    ? cellId("outside", `${name}/node-port`)
    : cellId("open", unwalled(name));
  const withToken = byCaller(`${name}/with-token`, []);
  return [
    ...["name", "pod-ip", "service-ip"].map((way) => byCaller(`${name}/${way}`, [reached])),
    ...(isExposed ? [[`${name}/node-port`, [reached]] as const] : []),
    withToken,
    [`${name}/without-token`, withToken[1]],
    byCaller(`${name}/stand-in`, byItself(name, `${name}/stand-in`)),
    ...otherPorts.map((port): Entry => {
      const to = `${name}/stand-in:${port}`;
      return [to, byItself(name, to, port)];
    }),
    ...[unwalled(name), ...otherPorts.map((port) => `${unwalled(name)}:${port}`)].map(byOpen),
    byOpen(copycatOf(name)),
  ];
}

/** The team's service asks; where not even that gets in, the stand-in asks itself. */
function ofDatabase({ name, services: [service] }: ExpectedDatabase): Entry[] {
  const unused = `${name}/stand-in:${unusedPort}`;
  return [
    ...["name", "pod-ip", "stand-in"].map((way): Entry => {
      const to = `${name}/${way}`;
      return [to, [cellId(service, to)]];
    }),
    [unused, byItself(name, unused, unusedPort)],
    ...[unwalled(name), `${unwalled(name)}:${unusedPort}`].map(byOpen),
  ];
}

function byItself(name: ClientName, to: EndpointName, port?: string): CellId[] {
  return [cellId(name, to), across(port)];
}
