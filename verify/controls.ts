import type { CellId, ClientName, DatabaseEndpoint, DatabaseName, EndpointName } from "./names";

/**
 * Who has to be let through to an endpoint in the same run before a refusal there counts. Where no
 * policy lets anyone in, the server asks itself, which shows that it listens, and its like without
 * a policy is asked across the network.
 */
export const CONTROLS: Readonly<Record<EndpointName, readonly CellId[]>> = {
  "invoice-app/name": ["outside -> invoice-app/node-port"],
  "invoice-app/pod-ip": ["outside -> invoice-app/node-port"],
  "invoice-app/node-port": ["outside -> invoice-app/node-port"],
  "invoice-app/published": ["here -> invoice-app/published"],
  "invoice-app/stand-in:8083": [
    "invoice-app -> invoice-app/stand-in:8083",
    "bystander -> open:8083",
  ],
  "invoice-app-unwalled": ["open -> invoice-app-unwalled"],
  "payment-provider/name": ["invoice-app -> payment-provider/name"],
  "payment-provider/service-ip": ["invoice-app -> payment-provider/service-ip"],
  "payment-provider/pod-ip": ["invoice-app -> payment-provider/pod-ip"],
  "payment-provider/with-token": ["invoice-app -> payment-provider/with-token"],
  "payment-provider/without-token": ["invoice-app -> payment-provider/with-token"],
  "payment-provider/stand-in": ["invoice-app -> payment-provider/stand-in"],
  "payment-provider/stand-in:53": [
    "payment-provider -> payment-provider/stand-in:53",
    "bystander -> open:53",
  ],
  "payment-provider/stand-in:53/udp": [
    "payment-provider -> payment-provider/stand-in:53/udp",
    "bystander -> open:53/udp",
  ],
  "payment-provider/stand-in:443": [
    "payment-provider -> payment-provider/stand-in:443",
    "bystander -> open:443",
  ],
  "payment-provider/stand-in:8083": [
    "payment-provider -> payment-provider/stand-in:8083",
    "bystander -> open:8083",
  ],
  "payment-provider-unwalled": ["open -> payment-provider-unwalled"],
  "payment-provider-unwalled:53": ["open -> payment-provider-unwalled:53"],
  "payment-provider-unwalled:53/udp": ["open -> payment-provider-unwalled:53/udp"],
  "payment-provider-unwalled:443": ["open -> payment-provider-unwalled:443"],
  "payment-provider-unwalled:8083": ["open -> payment-provider-unwalled:8083"],
  ...databaseControls("invoices-database", "invoice-app"),
  ...databaseControls("payments-database", "payment-provider"),
  impostor: ["impostor -> impostor", "bystander -> open"],
  stranger: ["stranger -> stranger", "bystander -> open"],
  "stranger-unwalled": ["open -> stranger-unwalled"],
  bystander: ["open -> bystander"],
  decoy: ["open -> decoy"],
  open: ["bystander -> open"],
  "open:53": ["bystander -> open:53"],
  "open:53/udp": ["bystander -> open:53/udp"],
  "open:443": ["bystander -> open:443"],
  "open:8083": ["bystander -> open:8083"],
  "kube-dns/udp": ["open -> kube-dns/udp"],
  "kube-dns/tcp": ["open -> kube-dns/tcp"],
  "kube-dns:9153": ["open -> kube-dns:9153"],
  "api-server/name": ["open -> api-server/name"],
  "api-server/service-ip": ["open -> api-server/service-ip"],
  "api-server/node-ip": ["open -> api-server/node-ip"],
  outside: ["open -> outside"],
};

/** The team's service asks; where not even that gets in, the stand-in asks itself, as below. */
function databaseControls<Name extends DatabaseName>(database: Name, service: ClientName) {
  const control = (from: ClientName, to: EndpointName): CellId => `${from} -> ${to}`;
  const controls: Record<string, readonly CellId[]> = {
    [`${database}/name`]: [control(service, `${database}/name`)],
    [`${database}/pod-ip`]: [control(service, `${database}/pod-ip`)],
    [`${database}/stand-in`]: [control(service, `${database}/stand-in`)],
    [`${database}/stand-in:8083`]: [
      control(database, `${database}/stand-in:8083`),
      "bystander -> open:8083",
    ],
    [`${database}-unwalled`]: [control("open", `${database}-unwalled`)],
    [`${database}-unwalled:8083`]: [control("open", `${database}-unwalled:8083`)],
  };
  return controls as Record<DatabaseEndpoint<Name>, readonly CellId[]>;
}
