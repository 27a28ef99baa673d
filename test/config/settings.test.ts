import { parseSettings } from "../../config/settings";
import { faults } from "./faults";
import { settingsOf } from "./settings-of";

// Of a service that is not spoken of here, the stack's own.
const dev = {
  ...settingsOf("dev"),
  cluster: {
    context: "sre-challenge",
    podCidrs: ["10.244.0.0/16"],
    issuer: "https://kubernetes.default.svc.cluster.local",
  },
  images: { registry: "localhost:5000" },
  invoiceApp: {
    replicas: 3,
    database: { kind: "inCluster" },
    exposure: { kind: "nodePort", port: 30081 },
  },
  paymentProvider: { replicas: 3, database: { kind: "inCluster" } },
};

const rds = {
  kind: "external",
  host: "db.example.com",
  ownerSecret: "db-owner",
  serviceSecret: "db-service",
  cidrs: ["10.1.0.0/24"],
};
const autoscaling = { minReplicas: 3, maxReplicas: 9, cpuMillicores: 35 };

const eks = {
  ...settingsOf("eks"),
  access: undefined,
  cluster: {
    context: "eks",
    podCidrs: ["10.0.0.0/16", "100.64.0.0/10"],
    issuer: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF",
  },
  images: { registry: "1234.dkr.ecr.eu-west-1.amazonaws.com/shop", platform: "linux/arm64" },
  invoiceApp: {
    autoscaling,
    database: { ...rds, port: 6432, name: "invoices_db", sslMode: "verify-ca" },
    exposure: { kind: "loadBalancer", sourceCidrs: ["192.0.2.0/24"] },
  },
  paymentProvider: { autoscaling, database: rds },
};

/** What is spoken of here. */
function read(raw: object, stack: string) {
  const { cluster, images, invoiceApp, paymentProvider } = parseSettings(raw, stack);
  return { cluster, images, invoiceApp, paymentProvider };
}

test("reads a stack with a node port and a number of replicas", () => {
  expect(read(dev, "dev")).toEqual({
    cluster: dev.cluster,
    images: { registry: "localhost:5000" },
    invoiceApp: {
      scale: { replicas: 3 },
      database: { kind: "inCluster" },
      exposure: { kind: "nodePort", port: 30081 },
    },
    paymentProvider: { scale: { replicas: 3 }, database: { kind: "inCluster" } },
  });
});

test("reads a stack with a load balancer, autoscaling and external databases", () => {
  expect(read(eks, "eks")).toEqual({
    cluster: eks.cluster,
    images: eks.images,
    invoiceApp: {
      scale: { autoscaling },
      database: eks.invoiceApp.database,
      exposure: eks.invoiceApp.exposure,
    },
    paymentProvider: { scale: { autoscaling }, database: rds },
  });
});

test.each([
  { ...dev, images: {} },
  { ...dev, images: undefined },
])("needs no registry", (raw) => {
  expect(parseSettings(raw, "dev").images).toEqual({});
});

const cluster = (change: object) => ({ ...dev, cluster: { ...dev.cluster, ...change } });
const images = (change: object) => ({ ...dev, images: change });
const invoiceApp = (change: object) => ({ ...dev, invoiceApp: { ...dev.invoiceApp, ...change } });
const provider = (change: object) => ({
  ...dev,
  paymentProvider: { ...dev.paymentProvider, ...change },
});
const scaled = (change: object) => provider({ replicas: undefined, ...change });
const external = (change: object) => provider({ database: { ...rds, ...change } });
const balanced = (sourceCidrs: unknown) =>
  invoiceApp({ exposure: { kind: "loadBalancer", sourceCidrs } });

const range = "expected an IPv4 range by its first address, such as 10.244.0.0/16";
const registry = "expected a registry's host, port and path, such as localhost:5000";
const replicas = "expected a whole number from 1 to 9";
const places =
  "expected kind inCluster, or kind external with host, ownerSecret, serviceSecret and cidrs";
const secret = "expected the name of a Secret";
const kinds = "expected kind nodePort with a port, or kind loadBalancer with sourceCidrs";
const nodePort = "expected a whole number from 30000 to 32767";

test.each<[fault: string, raw: object]>([
  [
    "cluster: nothing is set; expected an object of context, podCidrs, issuer",
    { ...dev, cluster: undefined },
  ],
  [
    'cluster: "dev" is not valid; expected an object of context, podCidrs, issuer',
    { ...dev, cluster: "dev" },
  ],
  [
    "cluster.context: nothing is set; expected the name of a kubectl context",
    cluster({ context: undefined }),
  ],
  [
    'cluster.context: "" is not valid; expected the name of a kubectl context',
    cluster({ context: "" }),
  ],
  [
    "cluster.context: 7 is not valid; expected the name of a kubectl context",
    cluster({ context: 7 }),
  ],
  [
    'cluster.podCidr: "10.244.0.0/16" is not a setting; expected one of context, podCidrs, issuer',
    cluster({ podCidr: "10.244.0.0/16" }),
  ],
  [
    'cluster.podCidrs: "10.244.0.0/16" is not valid; expected a list of IPv4 ranges',
    cluster({ podCidrs: "10.244.0.0/16" }),
  ],
  [`cluster.podCidrs[0]: nothing is set; ${range}`, cluster({ podCidrs: [] })],
  [
    `cluster.podCidrs[0]: "10.244.0.1/16" is not valid; ${range}`,
    cluster({ podCidrs: ["10.244.0.1/16"] }),
  ],
  [
    `cluster.podCidrs[1]: "10.244.0.0" is not valid; ${range}`,
    cluster({ podCidrs: ["10.0.0.0/8", "10.244.0.0"] }),
  ],
  [
    `cluster.podCidrs[0]: "10.244.0.0/33" is not valid; ${range}`,
    cluster({ podCidrs: ["10.244.0.0/33"] }),
  ],
  [
    `cluster.podCidrs[0]: "10.0.0.0/8/8" is not valid; ${range}`,
    cluster({ podCidrs: ["10.0.0.0/8/8"] }),
  ],
  [`cluster.podCidrs[0]: "fd00::/8" is not valid; ${range}`, cluster({ podCidrs: ["fd00::/8"] })],
  [
    `images.registry: "https://localhost:5000" is not valid; ${registry}`,
    images({ registry: "https://localhost:5000" }),
  ],
  [
    `images.registry: "localhost:5000/" is not valid; ${registry}`,
    images({ registry: "localhost:5000/" }),
  ],
  [`images.registry: "acme" is not valid; ${registry}`, images({ registry: "acme" })],
  [`images.registry: 5000 is not valid; ${registry}`, images({ registry: 5000 })],
  [
    'images.platform: "amd64" is not valid; expected linux/amd64 or linux/arm64',
    images({ platform: "amd64" }),
  ],
  [
    'images.tag: "latest" is not a setting; expected one of registry, platform, network',
    images({ tag: "latest" }),
  ],
  [`invoiceApp.replicas: 10 is too large; ${replicas}`, invoiceApp({ replicas: 10 })],
  [`invoiceApp.database: nothing is set; ${places}`, invoiceApp({ database: undefined })],
  [`invoiceApp.exposure: nothing is set; ${kinds}`, invoiceApp({ exposure: undefined })],
  [
    `invoiceApp.exposure.kind: "ingress" is not valid; ${kinds}`,
    invoiceApp({ exposure: { kind: "ingress" } }),
  ],
  [
    `invoiceApp.exposure.port: 29999 is too small; ${nodePort}`,
    invoiceApp({ exposure: { kind: "nodePort", port: 29999 } }),
  ],
  [
    `invoiceApp.exposure.port: 32768 is too large; ${nodePort}`,
    invoiceApp({ exposure: { kind: "nodePort", port: 32768 } }),
  ],
  [
    `invoiceApp.exposure.port: "30081" is not valid; ${nodePort}`,
    invoiceApp({ exposure: { kind: "nodePort", port: "30081" } }),
  ],
  [
    "invoiceApp.exposure.sourceCidrs: [] is not a setting; expected one of kind, port",
    invoiceApp({ exposure: { kind: "nodePort", port: 30081, sourceCidrs: [] } }),
  ],
  [`invoiceApp.exposure.sourceCidrs[0]: nothing is set; ${range}`, balanced([])],
  [`invoiceApp.exposure.sourceCidrs[0]: "everyone" is not valid; ${range}`, balanced(["everyone"])],
  [
    'invoiceApp.exposure.sourceCidrs[1]: "10.244.7.0/24" is not valid; expected a range outside of cluster.podCidrs',
    balanced(["192.0.2.0/24", "10.244.7.0/24"]),
  ],
  [
    "paymentProvider: nothing is set; expected an object of replicas, autoscaling, database",
    { ...dev, paymentProvider: undefined },
  ],
  [
    'paymentProvider: {"database":{"kind":"inCluster"}} is not valid; expected either replicas or autoscaling',
    scaled({}),
  ],
  [
    'paymentProvider: {"replicas":3,"database":{"kind":"inCluster"},"autoscaling":{"minReplicas":3,"maxReplicas":9,"cpuMillicores":35}} is not valid; expected either replicas or autoscaling',
    provider({ autoscaling }),
  ],
  [`paymentProvider.replicas: 0 is too small; ${replicas}`, provider({ replicas: 0 })],
  [`paymentProvider.replicas: 10 is too large; ${replicas}`, provider({ replicas: 10 })],
  [`paymentProvider.replicas: 2.5 is not valid; ${replicas}`, provider({ replicas: 2.5 })],
  [`paymentProvider.replicas: "3" is not valid; ${replicas}`, provider({ replicas: "3" })],
  [
    `paymentProvider.autoscaling.minReplicas: 0 is too small; ${replicas}`,
    scaled({ autoscaling: { ...autoscaling, minReplicas: 0 } }),
  ],
  [
    `paymentProvider.autoscaling.maxReplicas: nothing is set; ${replicas}`,
    scaled({ autoscaling: { ...autoscaling, maxReplicas: undefined } }),
  ],
  [
    "paymentProvider.autoscaling.cpuMillicores: 0 is too small; expected a whole number from 1 to 500",
    scaled({ autoscaling: { ...autoscaling, cpuMillicores: 0 } }),
  ],
  [
    "paymentProvider.autoscaling.cpuMillicores: 501 is too large; expected a whole number from 1 to 500",
    scaled({ autoscaling: { ...autoscaling, cpuMillicores: 501 } }),
  ],
  [
    'paymentProvider.autoscaling: {"minReplicas":9,"maxReplicas":3,"cpuMillicores":35} is not valid; expected a minReplicas of at most maxReplicas',
    scaled({ autoscaling: { minReplicas: 9, maxReplicas: 3, cpuMillicores: 35 } }),
  ],
  [
    'paymentProvider.exposure: {"kind":"nodePort","port":30082} is not a setting; expected one of replicas, autoscaling, database',
    provider({ exposure: { kind: "nodePort", port: 30082 } }),
  ],
  [
    `paymentProvider.database.kind: "rds" is not valid; ${places}`,
    provider({ database: { kind: "rds" } }),
  ],
  [
    'paymentProvider.database.host: "db" is not a setting; expected one of kind, passwords, volumeSize',
    provider({ database: { kind: "inCluster", host: "db" } }),
  ],
  ...["0Gi", "1500Mi", "-1Gi", "10000Gi", "1.5Gi", "2"].map((volumeSize): [string, object] => [
    `paymentProvider.database.volumeSize: "${volumeSize}" is not valid; expected a whole number of Gi up to 9999, such as 2Gi`,
    provider({ database: { kind: "inCluster", volumeSize } }),
  ]),
  [
    'paymentProvider.database.password: "x" is not a setting; expected one of kind, host, port, name, sslMode, ownerSecret, serviceSecret, cidrs',
    external({ password: "x" }),
  ],
  [
    'paymentProvider.database.host: "postgres://db" is not valid; expected a host name or an IPv4 address',
    external({ host: "postgres://db" }),
  ],
  [
    "paymentProvider.database.port: 0 is too small; expected a whole number from 1 to 65535",
    external({ port: 0 }),
  ],
  [
    'paymentProvider.database.name: "Payments" is not valid; expected the name of a database',
    external({ name: "Payments" }),
  ],
  [
    'paymentProvider.database.sslMode: "disable" is not valid; expected require, verify-ca or verify-full',
    external({ sslMode: "disable" }),
  ],
  [
    `paymentProvider.database.ownerSecret: nothing is set; ${secret}`,
    external({ ownerSecret: undefined }),
  ],
  [
    `paymentProvider.database.serviceSecret: "Db" is not valid; ${secret}`,
    external({ serviceSecret: "Db" }),
  ],
  [`paymentProvider.database.cidrs[0]: nothing is set; ${range}`, external({ cidrs: [] })],
  [
    `ledger: {} is not a setting; expected one of ${Object.keys(dev).join(", ")}, access`,
    { ...dev, ledger: {} },
  ],
])("%s", (fault, raw) => {
  expect(faults(raw)).toEqual([fault]);
});

test("tells of all faults at once, those that span fields among them", () => {
  const raw = {
    ...dev,
    cluster: { podCidrs: ["10.0.0.0/8"] },
    images: { registry: "acme" },
    invoiceApp: {
      replicas: 20,
      autoscaling: {},
      database: {},
      exposure: { kind: "loadBalancer", sourceCidrs: ["10.1.0.0/16"] },
    },
    paymentProvider: { replica: 3 },
  };
  expect(() => parseSettings(raw, "dev")).toThrow(
    new Error(
      [
        "Pulumi.dev.yaml has faults; nothing was changed:",
        "  cluster.context: nothing is set; expected the name of a kubectl context",
        "  cluster.issuer: nothing is set; expected the https URL that the cluster's tokens name as their issuer",
        `  images.registry: "acme" is not valid; ${registry}`,
        "  invoiceApp.autoscaling.cpuMillicores: nothing is set; expected a whole number from 1 to 500",
        `  invoiceApp.autoscaling.maxReplicas: nothing is set; ${replicas}`,
        `  invoiceApp.autoscaling.minReplicas: nothing is set; ${replicas}`,
        `  invoiceApp.database.kind: nothing is set; ${places}`,
        '  invoiceApp.exposure.sourceCidrs[0]: "10.1.0.0/16" is not valid; expected a range outside of cluster.podCidrs',
        `  invoiceApp.replicas: 20 is too large; ${replicas}`,
        `  invoiceApp: ${JSON.stringify(raw.invoiceApp)} is not valid; expected either replicas or autoscaling`,
        `  paymentProvider.database: nothing is set; ${places}`,
        "  paymentProvider.replica: 3 is not a setting; expected one of replicas, autoscaling, database",
        '  paymentProvider: {"replica":3} is not valid; expected either replicas or autoscaling',
      ].join("\n"),
    ),
  );
});
