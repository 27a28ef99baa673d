/**
 * Who may reach whom: the one owner of what is expected. docs/verify.md explains the clients.
 *
 * An endpoint is a server, the port if it is not the service's own, and the way to its address.
 */
export type ClientName =
  | "outside"
  | "invoice-app"
  | "invoice-app-unwalled"
  | "impostor"
  | "impostor-unwalled"
  | "payment-provider"
  | "payment-provider-unwalled"
  | "stranger"
  | "stranger-unwalled"
  | "bystander"
  | "twin"
  | "copycat"
  | "open";

export type EndpointName =
  | "invoice-app/name"
  | "invoice-app/pod-ip"
  | "invoice-app/node-port"
  | "invoice-app/stand-in:8083"
  | "invoice-app-unwalled"
  | "payment-provider/name"
  | "payment-provider/service-ip"
  | "payment-provider/pod-ip"
  | "payment-provider/stand-in"
  | `payment-provider/stand-in:${OtherPort}`
  | "payment-provider-unwalled"
  | `payment-provider-unwalled:${OtherPort}`
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

/** Ports, TCP unless they say otherwise, that no policy opens and every server of the check serves. */
export type OtherPort = "53" | "53/udp" | "443" | "8083";

/** One client asking one endpoint. */
export type CellId = `${ClientName} -> ${EndpointName}`;

export interface Row {
  /** A refusal counts only if this client was let through to this endpoint in the same run. */
  readonly control: EndpointName;
  readonly allowed: readonly EndpointName[];
  readonly refused: readonly EndpointName[];
}

const dns = ["kube-dns/udp", "kube-dns/tcp"] as const;
const otherResolver = ["open:53", "open:53/udp"] as const;
const apiServer = ["api-server/name", "api-server/service-ip", "api-server/node-ip"] as const;
const invoiceApp = ["invoice-app/name", "invoice-app/pod-ip"] as const;
const paymentProvider = ["payment-provider/name", "payment-provider/pod-ip"] as const;

export const MATRIX: Readonly<Record<ClientName, Row>> = {
  outside: {
    control: "open",
    allowed: ["invoice-app/node-port", "invoice-app/pod-ip"],
    refused: ["payment-provider/pod-ip", "invoice-app/stand-in:8083", "impostor", "stranger"],
  },
  "invoice-app": {
    control: "kube-dns/tcp",
    allowed: [
      ...paymentProvider,
      "payment-provider/service-ip",
      "payment-provider/stand-in",
      "payment-provider-unwalled",
      ...dns,
    ],
    refused: [
      "payment-provider-unwalled:53",
      "payment-provider-unwalled:53/udp",
      "payment-provider-unwalled:443",
      "payment-provider-unwalled:8083",
      "stranger-unwalled",
      "decoy",
      "bystander",
      "open",
      ...otherResolver,
      "kube-dns:9153",
      ...apiServer,
      "outside",
    ],
  },
  "invoice-app-unwalled": {
    control: "open",
    allowed: ["payment-provider/pod-ip"],
    refused: [
      "payment-provider/stand-in:53",
      "payment-provider/stand-in:53/udp",
      "payment-provider/stand-in:443",
      "payment-provider/stand-in:8083",
      "stranger",
    ],
  },
  impostor: { control: "kube-dns/tcp", allowed: [], refused: ["payment-provider/name", "open"] },
  "impostor-unwalled": {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, ...invoiceApp],
  },
  "payment-provider": {
    control: "kube-dns/tcp",
    allowed: dns,
    refused: [
      ...invoiceApp,
      "invoice-app/node-port",
      "invoice-app-unwalled",
      "stranger-unwalled",
      "bystander",
      "open",
      ...otherResolver,
      "kube-dns:9153",
      ...apiServer,
      "outside",
    ],
  },
  "payment-provider-unwalled": {
    control: "open",
    allowed: [],
    refused: ["payment-provider/pod-ip", ...invoiceApp],
  },
  stranger: { control: "kube-dns/tcp", allowed: [], refused: ["payment-provider/name", "open"] },
  "stranger-unwalled": {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, "invoice-app/name"],
  },
  bystander: {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, ...invoiceApp, "invoice-app/node-port", "impostor", "stranger"],
  },
  twin: { control: "open", allowed: [], refused: [...paymentProvider, ...invoiceApp] },
  copycat: { control: "open", allowed: [], refused: [...paymentProvider, ...invoiceApp] },
  open: { control: "bystander", allowed: [], refused: [] },
};
