import {
  deleted,
  ofAnyNamespace,
  ofThisNamespaceOnly,
  onEveryTcpPort,
  type PolicySpec,
} from "./policies";

const ingress = ["payments", "invoice-app-to-payment-provider-ingress"] as const;
const egress = ["invoices", "invoice-app-to-payment-provider-egress"] as const;

const databaseIngress = ["invoices", "invoice-app-to-database-ingress"] as const;
const databaseEgress = ["invoices", "invoice-app-to-database-egress"] as const;

/** Once payment-provider answers nobody, that it answers the wrong ones neither proves nothing. */
const unprovenWithoutProvider = [
  "outside -> payment-provider/pod-ip",
  "invoices-stranger -> payment-provider/name",
  "invoices-stranger-unwalled -> payment-provider/name",
  "invoices-stranger-unwalled -> payment-provider/pod-ip",
  "payment-provider-unwalled -> payment-provider/name",
  "payment-provider-unwalled -> payment-provider/pod-ip",
  "payment-provider-twin -> payment-provider/name",
  "payment-provider-twin -> payment-provider/pod-ip",
  "payment-provider-copycat -> payment-provider/name",
  "payment-provider-copycat -> payment-provider/pod-ip",
  "payments-stranger -> payment-provider/name",
  "payments-stranger-unwalled -> payment-provider/name",
  "payments-stranger-unwalled -> payment-provider/pod-ip",
  "bystander -> payment-provider/name",
  "bystander -> payment-provider/pod-ip",
  "invoice-app-twin -> payment-provider/name",
  "invoice-app-twin -> payment-provider/pod-ip",
  "invoice-app-copycat -> payment-provider/name",
  "invoice-app-copycat -> payment-provider/pod-ip",
];
const providerShut = [
  "invoice-app -> payment-provider/name",
  "invoice-app -> payment-provider/pod-ip",
  "invoice-app -> payment-provider/service-ip",
  "invoice-app -> payment-provider/stand-in",
  "invoice-app -> payment-provider/with-token",
  "invoice-app -> payment-provider/without-token",
];

/** The same for the database of invoices. */
const unprovenWithoutDatabase = [
  "outside -> invoices-database/pod-ip",
  "invoices-stranger -> invoices-database/name",
  "payments-stranger -> invoices-database/name",
  ...[
    "invoices-stranger-unwalled",
    "payment-provider",
    "payment-provider-unwalled",
    "payments-stranger-unwalled",
    "bystander",
    "invoice-app-twin",
    "payment-provider-twin",
    "invoice-app-copycat",
    "payment-provider-copycat",
  ].flatMap((client) => [
    `${client} -> invoices-database/name`,
    `${client} -> invoices-database/pod-ip`,
  ]),
];
const databaseShut = [
  "invoice-app -> invoices-database/name",
  "invoice-app -> invoices-database/pod-ip",
  "invoice-app -> invoices-database/stand-in",
];

/** A policy that is changed, and the cells of the two teams by which `npm run verify` has to show it. */
export interface Mutation {
  readonly policy: readonly [namespace: string, namePrefix: string];
  readonly change: (spec: PolicySpec) => PolicySpec | undefined;
  readonly wrong: readonly string[];
  readonly unproven: readonly string[];
}

/** Of the walls between the services. */
export const ofServices: Record<string, Mutation> = {
  "the ingress policy is removed": {
    policy: ingress,
    change: deleted,
    wrong: [
      ...providerShut,
      "invoice-app-unwalled -> payment-provider/pod-ip",
      "invoice-app-unwalled -> payment-provider/without-token",
    ],
    unproven: unprovenWithoutProvider,
  },
  "the egress policy is removed": {
    policy: egress,
    change: deleted,
    wrong: [...providerShut, "invoice-app -> payment-provider-unwalled"],
    unproven: [
      ...unprovenWithoutProvider,
      "invoice-app-unwalled -> payment-provider/without-token",
    ],
  },
  "the default deny of payments is removed": {
    policy: ["payments", "payments-default-deny"],
    change: deleted,
    wrong: [
      "outside -> payments-stranger",
      "invoice-app-unwalled -> payments-stranger",
      "payment-provider-unwalled -> payments-stranger",
      "bystander -> payments-stranger",
    ],
    unproven: [],
  },
  "the default deny of invoices is removed": {
    policy: ["invoices", "invoices-default-deny"],
    change: deleted,
    wrong: [
      "outside -> invoices-stranger",
      "invoice-app-unwalled -> invoices-stranger",
      "payment-provider-unwalled -> invoices-stranger",
      "bystander -> invoices-stranger",
    ],
    unproven: [],
  },
  "the ingress peer loses its namespace selector, and so means its own namespace": {
    policy: ingress,
    change: ofThisNamespaceOnly,
    wrong: [
      ...providerShut,
      "invoice-app-unwalled -> payment-provider/pod-ip",
      "invoice-app-unwalled -> payment-provider/without-token",
    ],
    unproven: unprovenWithoutProvider,
  },
  "the ingress peer's namespace selector matches any namespace": {
    policy: ingress,
    change: ofAnyNamespace,
    wrong: [
      "invoice-app-twin -> payment-provider/name",
      "invoice-app-twin -> payment-provider/pod-ip",
      "invoice-app-copycat -> payment-provider/name",
      "invoice-app-copycat -> payment-provider/pod-ip",
    ],
    unproven: [],
  },
  "the egress peer's namespace selector matches any namespace": {
    policy: egress,
    change: ofAnyNamespace,
    wrong: ["invoice-app -> payment-provider-copycat"],
    unproven: [],
  },
  "the ingress port is widened": {
    policy: ingress,
    change: onEveryTcpPort,
    wrong: [
      "invoice-app-unwalled -> payment-provider/stand-in:53",
      "invoice-app-unwalled -> payment-provider/stand-in:443",
      "invoice-app-unwalled -> payment-provider/stand-in:9999",
    ],
    unproven: [],
  },
  "the egress port is widened": {
    policy: egress,
    change: onEveryTcpPort,
    wrong: [
      "invoice-app -> payment-provider-unwalled:53",
      "invoice-app -> payment-provider-unwalled:443",
      "invoice-app -> payment-provider-unwalled:9999",
    ],
    unproven: [],
  },
};

/** Of the walls around the databases. */
export const ofDatabases: Record<string, Mutation> = {
  "the database's ingress policy is removed": {
    policy: databaseIngress,
    change: deleted,
    wrong: [...databaseShut, "invoice-app-unwalled -> invoices-database/pod-ip"],
    unproven: unprovenWithoutDatabase,
  },
  "the egress policy to the database is removed": {
    policy: databaseEgress,
    change: deleted,
    wrong: [...databaseShut, "invoice-app -> invoices-database-unwalled"],
    unproven: unprovenWithoutDatabase,
  },
  "the database's ingress peer is in any namespace": {
    policy: databaseIngress,
    change: ofAnyNamespace,
    wrong: [
      "invoice-app-twin -> invoices-database/name",
      "invoice-app-twin -> invoices-database/pod-ip",
      "invoice-app-copycat -> invoices-database/name",
      "invoice-app-copycat -> invoices-database/pod-ip",
    ],
    unproven: [],
  },
  "the ingress peer of the other team's database is in any namespace": {
    policy: ["payments", "payment-provider-to-database-ingress"],
    change: ofAnyNamespace,
    wrong: [
      "payment-provider-twin -> payments-database/name",
      "payment-provider-twin -> payments-database/pod-ip",
      "payment-provider-copycat -> payments-database/name",
      "payment-provider-copycat -> payments-database/pod-ip",
    ],
    unproven: [],
  },
  "the database's ingress port is widened": {
    policy: databaseIngress,
    change: onEveryTcpPort,
    wrong: ["invoice-app-unwalled -> invoices-database/stand-in:9999"],
    unproven: [],
  },
  "the egress port to the database is widened": {
    policy: databaseEgress,
    change: onEveryTcpPort,
    wrong: ["invoice-app -> invoices-database-unwalled:9999"],
    unproven: [],
  },
};

export const mutations = { ...ofServices, ...ofDatabases };
