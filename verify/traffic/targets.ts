import { type Address, payingService } from "../../cluster/stack";
import type { Expected } from "../expected";
import {
  copycatOf,
  type EndpointName,
  otherPorts,
  strangerOf,
  unusedPort,
  unwalled,
} from "./names";
import { databasesOf } from "./actors";
import type { World } from "./world";

/** Where an address comes from. */
export type Via =
  "name" | "service IP" | "pod IP" | "node port" | "node IP" | "outside" | "loopback";

/** What to ask of one address. */
export interface Target extends Address {
  readonly via: Via;
  readonly kind: "http" | "postgres" | "tcp" | "udp" | "dns-udp" | "dns-tcp";
  /** For http. */
  readonly path?: string;
  /** For http: a file of the client's whose token it sends. */
  readonly tokenFile?: string;
  /** For dns: the name to look up. */
  readonly name?: string;
  /** Who has to answer, where the server says who it is. */
  readonly identity?: string;
}

/** Where a pod of the check finds its tokens, each in a file that is called as the service it is for. */
export const tokenFolder = "/run/tokens";

/** A pod of the check. */
export interface StagePod {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
}

export interface Places {
  readonly world: World;
  /** By the name of the actor. */
  readonly pods: Readonly<Record<string, StagePod>>;
  /** The listener outside the cluster. */
  readonly listener: Address & { readonly identity: string };
  /** Where this machine reaches the service that is published there. */
  readonly published: Address;
}

/** By endpoint. */
export type Targets = Readonly<Record<EndpointName, readonly Target[]>>;

/**
 * Every address of each endpoint.
 *
 * @throws Error for a service, a database or a pod that is expected and not there.
 */
export function targetsOf(expected: Expected, places: Places): Targets {
  const { world, listener, published } = places;
  const { kubeDns, apiServer } = world;
  const dnsName = known(world.services, payingService).name;
  const ports = [...new Set(Object.values(world.services).map(({ port }) => port))];
  // Whatever some policy may mean by a port, nobody means this pod.
  const anywhere = (actor: string) => ports.flatMap((port) => pod(places, actor, port));
  const dns = (kind: "dns-udp" | "dns-tcp"): Target[] => [
    { via: "service IP", kind, host: kubeDns.serviceIp, port: 53, name: dnsName },
  ];
  return {
    ...Object.fromEntries(
      expected.services.flatMap(({ name }) => Object.entries(ofService(name, places))),
    ),
    ...Object.fromEntries(
      databasesOf(expected).flatMap(({ name }) => Object.entries(ofDatabase(name, places))),
    ),
    ...Object.fromEntries(
      [
        ...expected.teams.map(strangerOf).flatMap((name) => [name, unwalled(name)]),
        "bystander",
        "open",
      ].map((name) => [name, anywhere(name)]),
    ),
    ...onOtherPorts("open", "open", places),
    [`${payingService}/published`]: health("loopback", published.port, [published.host]),
    "kube-dns/udp": dns("dns-udp"),
    "kube-dns/tcp": dns("dns-tcp"),
    "kube-dns:9153": kubeDns.podIps.flatMap((ip) => connectTo("pod IP", ip, 9153)),
    "api-server/name": connectTo("name", "kubernetes.default.svc.cluster.local", 443),
    "api-server/service-ip": connectTo("service IP", apiServer.serviceIp, 443),
    "api-server/node-ip": connectTo("node IP", apiServer.node.host, apiServer.node.port),
    outside: [{ via: "outside", kind: "http", path: "/", ...listener }],
  };
}

function ofService(service: string, places: Places): Targets {
  const { name, serviceIp, podIps, port, nodePort } = known(places.world.services, service);
  const asked = (token: { readonly tokenFile?: string }) =>
    podIps.map((host): Target => ({
      via: "pod IP",
      kind: "http",
      host,
      port,
      path: "/openapi.json",
      ...token,
    }));
  return {
    [`${service}/name`]: health("name", port, [name]),
    [`${service}/service-ip`]: health("service IP", port, [serviceIp]),
    [`${service}/pod-ip`]: health("pod IP", port, podIps),
    ...(nodePort && {
      [`${service}/node-port`]: health("node port", nodePort.port, [nodePort.host]),
    }),
    [`${service}/with-token`]: asked({ tokenFile: `${tokenFolder}/${service}` }),
    [`${service}/without-token`]: asked({}),
    [`${service}/stand-in`]: pod(places, service, port),
    ...onOtherPorts(`${service}/stand-in`, service, places),
    [unwalled(service)]: pod(places, unwalled(service), port),
    ...onOtherPorts(unwalled(service), unwalled(service), places),
    [copycatOf(service)]: pod(places, copycatOf(service), port),
  };
}

function ofDatabase(database: string, places: Places): Targets {
  const { name, podIps, port } = known(places.world.databases, database);
  const ask = (via: Via, host: string): Target => ({ via, kind: "postgres", host, port });
  const unused = Number(unusedPort);
  return {
    [`${database}/name`]: [ask("name", name)],
    [`${database}/pod-ip`]: podIps.map((ip) => ask("pod IP", ip)),
    [`${database}/stand-in`]: pod(places, database, port),
    [`${database}/stand-in:${unusedPort}`]: pod(places, database, unused),
    [unwalled(database)]: pod(places, unwalled(database), port),
    [`${unwalled(database)}:${unusedPort}`]: pod(places, unwalled(database), unused),
  };
}

function pod(
  { pods }: Places,
  actor: string,
  port: number,
  kind: "http" | "udp" = "http",
): Target[] {
  const { ip, name } = known(pods, actor);
  return [
    { via: "pod IP", kind, host: ip, port, identity: name, ...(kind === "http" && { path: "/" }) },
  ];
}

function onOtherPorts(prefix: string, actor: string, places: Places): Targets {
  return Object.fromEntries(
    otherPorts.map((text) => {
      const [port, udp] = text.split("/");
      return [
        `${prefix}:${text}`,
        pod(places, actor, Number(port), udp === undefined ? "http" : "udp"),
      ];
    }),
  );
}

function health(via: Via, port: number, hosts: readonly string[]): Target[] {
  return hosts.map((host) => ({ via, kind: "http", host, port, path: "/healthz" }));
}

function connectTo(via: Via, host: string, port: number): Target[] {
  return [{ via, kind: "tcp", host, port }];
}

/** @throws Error for what is not there. */
export function known<T>(found: Readonly<Record<string, T>>, name: string): T {
  const one = found[name];
  if (one === undefined) throw new Error(`there is no ${name} to ask or to be asked`);
  return one;
}
