/** Who asks; docs/verify.md explains the clients. */
export type ClientName =
  | "outside"
  | "here"
  | "invoice-app"
  | "invoice-app-unwalled"
  | "impostor"
  | "impostor-unwalled"
  | "payment-provider"
  | "payment-provider-unwalled"
  | "stranger"
  | "stranger-unwalled"
  | DatabaseName
  | MigrationName
  | "bystander"
  | "twin"
  | "copycat"
  | "decoy"
  | "open";

/** A team's database; its pod labels are worn by a stand-in. */
export type DatabaseName = "invoices-database" | "payments-database";

/** The job that migrates a database; its pod labels are worn by a stand-in. */
export type MigrationName = `${DatabaseName}-migration`;

/** A server, the port if it is not the service's own, and the way to its address. */
export type EndpointName =
  | "invoice-app/name"
  | "invoice-app/pod-ip"
  | "invoice-app/node-port"
  | "invoice-app/published"
  | "invoice-app/stand-in:8083"
  | "invoice-app-unwalled"
  | "payment-provider/name"
  | "payment-provider/service-ip"
  | "payment-provider/pod-ip"
  | "payment-provider/with-token"
  | "payment-provider/without-token"
  | "payment-provider/stand-in"
  | `payment-provider/stand-in:${OtherPort}`
  | "payment-provider-unwalled"
  | `payment-provider-unwalled:${OtherPort}`
  | DatabaseEndpoint
  | "impostor"
  | "stranger"
  | "stranger-unwalled"
  | "bystander"
  | "decoy"
  | "open"
  | `open:${OtherPort}`
  | "kube-dns/udp"
  | "kube-dns/tcp"
  | "kube-dns:9153"
  | "api-server/name"
  | "api-server/service-ip"
  | "api-server/node-ip"
  | "outside";

export type DatabaseEndpoint<Name extends DatabaseName = DatabaseName> =
  `${Name}/${"name" | "pod-ip" | "stand-in" | "stand-in:8083"}` | `${Name}-unwalled${"" | ":8083"}`;

/** Ports, TCP unless they say otherwise, that no policy opens and every server of the check serves. */
export type OtherPort = "53" | "53/udp" | "443" | "8083";

/** One client asking one endpoint. */
export type CellId = `${ClientName} -> ${EndpointName}`;
