export {
  databaseName as databaseOf,
  migrationName as migrationOf,
} from "../../components/postgres-database/database";

/** Who asks: a pod of the check, by the name of its part, `outside` or `here`. docs/verify.md explains them. */
export type ClientName = string;

/** A server, the port if it is not the service's own, and the way to its address, such as `invoice-app/pod-ip`. */
export type EndpointName = string;

/** One client asking one endpoint. */
export type CellId = `${ClientName} -> ${EndpointName}`;

/** Ports, TCP unless they say otherwise, that no policy opens and every server of the check serves. */
export const otherPorts = ["53", "53/udp", "443", "9999"] as const;

/** That of them which nothing else uses. */
export const unusedPort = "9999";

/** A pod that differs from another by a policy which opens both directions for it: only its peers' walls decide. */
export function unwalled(part: string): string {
  return `${part}-unwalled`;
}

/** A pod in a team's namespace that passes for nothing. */
export function strangerOf(team: string): string {
  return `${team}-stranger`;
}

/** A pod with a service's labels, in a namespace with the labels of its team's. */
export function twinOf(service: string): string {
  return `${service}-twin`;
}

/** A pod with a service's labels, in a namespace that looks like none of a team's. */
export function copycatOf(service: string): string {
  return `${service}-copycat`;
}

export function cellId(from: ClientName, to: EndpointName): CellId {
  return `${from} -> ${to}`;
}
