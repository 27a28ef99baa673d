import type { ClientName, EndpointName } from "./names";

export interface Row {
  /** A refusal counts only if this client was let through to this endpoint in the same run. */
  readonly control: EndpointName;
  readonly allowed: readonly EndpointName[];
  /** Let through by the network, and refused by the service itself. */
  readonly denied?: readonly EndpointName[];
  readonly refused: readonly EndpointName[];
}

const dns = ["kube-dns/udp", "kube-dns/tcp"] as const;
const otherResolver = ["open:53", "open:53/udp"] as const;
const apiServer = ["api-server/name", "api-server/service-ip", "api-server/node-ip"] as const;
const invoiceApp = ["invoice-app/name", "invoice-app/pod-ip"] as const;
const paymentProvider = ["payment-provider/name", "payment-provider/pod-ip"] as const;
const invoicesDatabase = ["invoices-database/name", "invoices-database/pod-ip"] as const;
const paymentsDatabase = ["payments-database/name", "payments-database/pod-ip"] as const;
const databases = [...invoicesDatabase, ...paymentsDatabase] as const;

const leavingDatabase = ["bystander", "open", ...otherResolver, ...apiServer, "outside"] as const;

/** Who may reach whom: the one owner of what is expected. docs/verify.md explains the clients. */
export const MATRIX: Readonly<Record<ClientName, Row>> = {
  outside: {
    control: "open",
    allowed: ["invoice-app/node-port", "invoice-app/pod-ip"],
    refused: [
      "payment-provider/pod-ip",
      "invoice-app/stand-in:8083",
      "impostor",
      "stranger",
      "invoices-database/pod-ip",
      "payments-database/pod-ip",
    ],
  },
  here: { control: "invoice-app/published", allowed: ["invoice-app/published"], refused: [] },
  "invoice-app": {
    control: "kube-dns/tcp",
    allowed: [
      ...paymentProvider,
      "payment-provider/service-ip",
      "payment-provider/with-token",
      "payment-provider/stand-in",
      "payment-provider-unwalled",
      ...invoicesDatabase,
      "invoices-database/stand-in",
      "invoices-database-unwalled",
      ...dns,
    ],
    denied: ["payment-provider/without-token"],
    refused: [
      "invoices-database-unwalled:8083",
      ...paymentsDatabase,
      "payments-database-unwalled",
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
    allowed: ["payment-provider/pod-ip", "invoices-database/pod-ip"],
    denied: ["payment-provider/without-token"],
    refused: [
      "invoices-database/stand-in:8083",
      ...paymentsDatabase,
      "payment-provider/stand-in:53",
      "payment-provider/stand-in:53/udp",
      "payment-provider/stand-in:443",
      "payment-provider/stand-in:8083",
      "stranger",
    ],
  },
  impostor: {
    control: "kube-dns/tcp",
    allowed: [],
    refused: ["payment-provider/name", "invoices-database/name", "open"],
  },
  "impostor-unwalled": {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, ...invoiceApp, ...databases],
  },
  "payment-provider": {
    control: "kube-dns/tcp",
    allowed: [
      ...paymentsDatabase,
      "payments-database/stand-in",
      "payments-database-unwalled",
      ...dns,
    ],
    refused: [
      "payments-database-unwalled:8083",
      ...invoicesDatabase,
      "invoices-database-unwalled",
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
    allowed: ["payments-database/pod-ip"],
    refused: [
      "payments-database/stand-in:8083",
      ...invoicesDatabase,
      "payment-provider/pod-ip",
      ...invoiceApp,
    ],
  },
  stranger: {
    control: "kube-dns/tcp",
    allowed: [],
    refused: ["payment-provider/name", "payments-database/name", "open"],
  },
  "stranger-unwalled": {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, "invoice-app/name", ...databases],
  },
  "invoices-database": {
    control: "kube-dns/tcp",
    allowed: dns,
    refused: ["invoice-app-unwalled", "payments-database-unwalled", ...leavingDatabase],
  },
  "payments-database": {
    control: "kube-dns/tcp",
    allowed: dns,
    refused: ["payment-provider-unwalled", "invoices-database-unwalled", ...leavingDatabase],
  },
  "invoices-database-migration": {
    control: "kube-dns/tcp",
    allowed: ["invoices-database/name", "invoices-database-unwalled", ...dns],
    refused: [
      "invoices-database-unwalled:8083",
      "payments-database-unwalled",
      "invoice-app-unwalled",
      ...leavingDatabase,
    ],
  },
  "payments-database-migration": {
    control: "kube-dns/tcp",
    allowed: ["payments-database/name", "payments-database-unwalled", ...dns],
    refused: [
      "payments-database-unwalled:8083",
      "invoices-database-unwalled",
      "payment-provider-unwalled",
      ...leavingDatabase,
    ],
  },
  bystander: {
    control: "open",
    allowed: [],
    refused: [
      ...paymentProvider,
      ...invoiceApp,
      "invoice-app/node-port",
      ...databases,
      "impostor",
      "stranger",
    ],
  },
  twin: {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, ...invoiceApp, ...databases],
  },
  copycat: {
    control: "open",
    allowed: [],
    refused: [...paymentProvider, ...invoiceApp, ...databases],
  },
  decoy: { control: "open", allowed: [], refused: databases },
  open: { control: "bystander", allowed: [], refused: [] },
};
