import type { DatabaseEndpoint, DatabaseName, EndpointName, OtherPort } from "./names";
import type { RoleName } from "./roles";
import type { Address, ServiceAddresses, World } from "./world";

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

/** Where a pod of the check that has a token for payment-provider finds it. */
export const tokenFile = "/run/token/token";

/** A pod of the check. */
export interface StagePod {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
}

export interface Places {
  readonly world: World;
  readonly pods: Readonly<Record<RoleName, StagePod>>;
  /** The listener outside the cluster. */
  readonly listener: Address & { readonly identity: string };
  /** Where this machine reaches invoice-app. */
  readonly published: Address;
}

/** Every address of each endpoint. */
export function targetsOf({
  world,
  pods,
  listener,
  published,
}: Places): Record<EndpointName, Target[]> {
  const { invoiceApp, paymentProvider, kubeDns, apiServer } = world;
  const pod = (role: RoleName, port: number, kind: "http" | "udp" = "http"): Target[] => {
    const { ip, name } = pods[role];
    return [
      {
        via: "pod IP",
        kind,
        host: ip,
        port,
        identity: name,
        ...(kind === "http" && { path: "/" }),
      },
    ];
  };
  const otherPorts = <Prefix extends string>(prefix: Prefix, role: RoleName) =>
    ({
      [`${prefix}:53`]: pod(role, 53),
      [`${prefix}:53/udp`]: pod(role, 53, "udp"),
      [`${prefix}:443`]: pod(role, 443),
      [`${prefix}:8083`]: pod(role, 8083),
    }) as Record<`${Prefix}:${OtherPort}`, Target[]>;
  const database = <Name extends DatabaseName>(
    name: Name,
    { name: host, podIps, port }: ServiceAddresses,
  ) => {
    const ask = (via: Via, host: string): Target => ({ via, kind: "postgres", host, port });
    return {
      [`${name}/name`]: [ask("name", host)],
      [`${name}/pod-ip`]: podIps.map((ip) => ask("pod IP", ip)),
      [`${name}/stand-in`]: pod(name, port),
      [`${name}/stand-in:8083`]: pod(name, 8083),
      [`${name}-unwalled`]: pod(`${name}-unwalled`, port),
      [`${name}-unwalled:8083`]: pod(`${name}-unwalled`, 8083),
    } as Record<DatabaseEndpoint<Name>, Target[]>;
  };
  const dns = (kind: "dns-udp" | "dns-tcp"): Target[] => [
    { via: "service IP", kind, host: kubeDns.serviceIp, port: 53, name: paymentProvider.name },
  ];
  const asked = (token: object) =>
    paymentProvider.podIps.map((host): Target => ({
      via: "pod IP",
      kind: "http",
      host,
      port: paymentProvider.port,
      path: "/openapi.json",
      ...token,
    }));
  const connectTo = (via: Via, host: string, port: number): Target[] => [
    { via, kind: "tcp", host, port },
  ];

  return {
    "invoice-app/name": health("name", invoiceApp, [invoiceApp.name]),
    "invoice-app/pod-ip": health("pod IP", invoiceApp, invoiceApp.podIps),
    "invoice-app/node-port": health("node port", world.nodePort, [world.nodePort.host]),
    "invoice-app/published": health("loopback", published, [published.host]),
    "invoice-app/stand-in:8083": pod("invoice-app", 8083),
    "invoice-app-unwalled": pod("invoice-app-unwalled", invoiceApp.port),
    "payment-provider/name": health("name", paymentProvider, [paymentProvider.name]),
    "payment-provider/service-ip": health("service IP", paymentProvider, [
      paymentProvider.serviceIp,
    ]),
    "payment-provider/pod-ip": health("pod IP", paymentProvider, paymentProvider.podIps),
    "payment-provider/with-token": asked({ tokenFile }),
    "payment-provider/without-token": asked({}),
    "payment-provider/stand-in": pod("payment-provider", paymentProvider.port),
    ...otherPorts("payment-provider/stand-in", "payment-provider"),
    "payment-provider-unwalled": pod("payment-provider-unwalled", paymentProvider.port),
    ...otherPorts("payment-provider-unwalled", "payment-provider-unwalled"),
    ...database("invoices-database", world.invoicesDatabase),
    ...database("payments-database", world.paymentsDatabase),
    impostor: pod("impostor", invoiceApp.port),
    stranger: pod("stranger", paymentProvider.port),
    "stranger-unwalled": pod("stranger-unwalled", paymentProvider.port),
    bystander: pod("bystander", paymentProvider.port),
    decoy: pod("decoy", paymentProvider.port),
    open: pod("open", paymentProvider.port),
    ...otherPorts("open", "open"),
    "kube-dns/udp": dns("dns-udp"),
    "kube-dns/tcp": dns("dns-tcp"),
    "kube-dns:9153": kubeDns.podIps.flatMap((ip) => connectTo("pod IP", ip, 9153)),
    "api-server/name": connectTo("name", "kubernetes.default.svc.cluster.local", 443),
    "api-server/service-ip": connectTo("service IP", apiServer.serviceIp, 443),
    "api-server/node-ip": connectTo("node IP", apiServer.node.host, apiServer.node.port),
    outside: [{ via: "outside", kind: "http", path: "/", ...listener }],
  };
}

function health(
  via: Via,
  { port }: Pick<ServiceAddresses, "port">,
  hosts: readonly string[],
): Target[] {
  return hosts.map((host) => ({ via, kind: "http", host, port, path: "/healthz" }));
}
