import { record, type Registered } from "../components/recorder";
import { settingsOf } from "../config/settings-of";
import { importProgram, runProgram, stackConfig } from "./run-program";

const dev = stackConfig("dev");

describe("the stack dev", () => {
  let registered: readonly Registered[];
  let exports: Awaited<ReturnType<typeof runProgram>>["result"];

  beforeAll(async () => {
    ({ registered, result: exports } = await runProgram(dev));
  });

  test("exports what clients and checks have to know", () => {
    const pushed = (service: string): unknown =>
      expect.stringMatching(new RegExp(`^localhost:30500/${service}@sha256:[0-9a-f]+$`));
    expect(exports).toMatchObject({
      invoiceApp: {
        namespace: "invoices",
        service: "invoice-app",
        port: 8081,
        nodePort: 30081,
        url: "http://invoice-app.invoices.svc.cluster.local:8081",
        podLabels: { "app.kubernetes.io/name": "invoice-app" },
        image: pushed("invoice-app"),
        database: {
          namespace: "invoices",
          service: "invoices-database",
          host: "invoices-database.invoices.svc.cluster.local",
          port: 5432,
          podLabels: { "app.kubernetes.io/name": "invoices-database" },
        },
      },
      paymentProvider: {
        namespace: "payments",
        service: "payment-provider",
        port: 8082,
        url: "http://payment-provider.payments.svc.cluster.local:8082",
        podLabels: { "app.kubernetes.io/name": "payment-provider" },
        image: pushed("payment-provider"),
        database: {
          namespace: "payments",
          service: "payments-database",
          host: "payments-database.payments.svc.cluster.local",
          port: 5432,
          podLabels: { "app.kubernetes.io/name": "payments-database" },
        },
      },
    });
  });

  test("builds by the network of the daemon's machine, which may have no other", () => {
    const images = registered.filter(({ type }) => type === "docker:index/image:Image");
    const networks = images.map(({ inputs }) => (inputs.build as { network?: string }).network);
    expect(new Set(networks)).toEqual(new Set(["host"]));
  });

  test("touches the cluster that it names, and no other", () => {
    expect(registered.find(({ name }) => name === "cluster")?.inputs).toEqual({
      context: "sre-challenge",
      clusterIdentifier: "sre-challenge",
      enableServerSideApply: "true",
      enableSecretMutable: "true",
      enableConfigMapMutable: "true",
    });
    const kubernetes = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(new Set(kubernetes.map(({ provider }) => provider))).toEqual(new Set(["cluster"]));
  });

  const deployment = (service: string) =>
    registered.find(({ key }) => key === `kubernetes:apps/v1:Deployment::${service}`);

  test("keeps whose kubeconfig it was deployed by out of the state", async () => {
    process.env.KUBECONFIG = "/home/pat/.kube/config";
    const { registered } = await runProgram(stackConfig("dev")).finally(() => {
      delete process.env.KUBECONFIG;
    });
    const cluster = registered.find(({ type }) => type === "pulumi:providers:kubernetes");
    expect(cluster?.inputs).toMatchObject({ context: "sre-challenge" });
    expect(cluster?.inputs).not.toHaveProperty("kubeconfig");
  });

  test("tells invoice-app where payment-provider is", () => {
    expect(deployment("invoice-app")?.inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                image: exports.invoiceApp.image,
                env: expect.arrayContaining([
                  { name: "PORT", value: "8081" },
                  { name: "PAYMENT_PROVIDER_URL", value: exports.paymentProvider.url },
                ]) as unknown,
              },
            ],
          },
        },
      },
    });
  });

  test.each([
    ["invoice-app", "invoices"],
    ["payment-provider", "payments"],
  ])("connects %s to the database of %s", (service, team) => {
    const env = [
      { name: "PGHOST", value: `${team}-database.${team}.svc.cluster.local` },
      { name: "PGPORT", value: "5432" },
      { name: "PGDATABASE", value: team },
      { name: "PGUSER", value: "service" },
      { name: "PGSSLMODE", value: "disable" },
      { name: "PGPASSFILE", value: "/run/secrets/database/pgpass" },
    ];
    expect(deployment(service)?.inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            initContainers: [{ args: ["schema"], env }],
            containers: [{ env: expect.arrayContaining(env) as unknown }],
          },
        },
      },
    });
  });

  test.each([
    ["invoices", "invoiceApp"],
    ["payments", "paymentProvider"],
  ] as const)("migrates the database of %s by the service's own image", (team, service) => {
    const job = `kubernetes:batch/v1:Job::${team}-database-migration`;
    expect(registered.find(({ key }) => key === job)?.inputs).toMatchObject({
      spec: { template: { spec: { containers: [{ image: exports[service].image }] } } },
    });
  });

  test.each(["invoice-app", "payment-provider"])("runs three to six replicas of %s", (service) => {
    const autoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
    expect(deployment(service)?.inputs.spec).not.toHaveProperty("replicas");
    expect(registered.find(({ key }) => key === `${autoscaler}::${service}`)?.inputs).toMatchObject(
      { spec: { minReplicas: 3, maxReplicas: 6 } },
    );
  });

  test("exposes invoice-app by a port of the nodes, and payment-provider not at all", () => {
    const specs = (type: string) =>
      Object.fromEntries(
        registered
          .filter((one) => one.type === type)
          .map(({ name, inputs }) => [name, inputs.spec]),
      );
    expect(specs("kubernetes:core/v1:Service")).toMatchObject({
      "invoice-app": { type: "NodePort", ports: [{ port: 8081, nodePort: 30081 }] },
      "payment-provider": { type: "ClusterIP", ports: [{ port: 8082 }] },
      "invoices-database": { type: "ClusterIP", ports: [{ port: 5432 }] },
      "payments-database": { type: "ClusterIP", ports: [{ port: 5432 }] },
    });
    expect(specs("kubernetes:core/v1:ResourceQuota")).toMatchObject({
      invoices: { hard: { "services.nodeports": "1" } },
      payments: { hard: { "services.nodeports": "0" } },
    });
  });
});

test("the example for EKS differs by its configuration only", async () => {
  const { registered } = await runProgram(stackConfig("eks"));
  const spec = (key: string) => registered.find((one) => one.key === key)?.inputs.spec;
  expect(registered.find(({ type }) => type.startsWith("docker:"))?.inputs).toMatchObject({
    imageName: expect.stringContaining(".dkr.ecr.") as unknown,
    build: { platform: "linux/amd64" },
  });
  expect(registered.find(({ type }) => type.startsWith("docker:"))?.inputs).not.toHaveProperty(
    "build.network",
  );
  expect(spec("kubernetes:core/v1:Service::invoice-app")).toMatchObject({
    type: "LoadBalancer",
    loadBalancerSourceRanges: ["10.100.0.0/16"],
  });
  expect(spec("kubernetes:apps/v1:Deployment::payment-provider")).not.toHaveProperty("replicas");
  expect(spec("kubernetes:autoscaling/v2:HorizontalPodAutoscaler::payment-provider")).toMatchObject(
    { minReplicas: 3, maxReplicas: 9 },
  );
  const databases = ["invoices-database", "payments-database"];
  expect(registered.filter(({ name }) => databases.includes(name)).map(({ type }) => type)).toEqual(
    databases.map(() => "sre-challenge:PostgresDatabase"),
  );
});

test.each([
  [
    "a wrong value",
    {
      ...dev,
      "sre-challenge:paymentProvider": '{"replicas":0,"database":{"kind":"inCluster"}}',
    },
    "paymentProvider.replicas: 0 is too small; expected a whole number from 1 to 9",
  ],
  [
    "a text in the place of an object",
    { ...dev, "sre-challenge:cluster": "minikube" },
    'cluster: "minikube" is not valid; expected an object of context, podCidrs, issuer',
  ],
  [
    "an unknown key",
    { ...dev, "sre-challenge:paymentprovider": "{}" },
    `paymentprovider: {} is not a setting; expected one of ${Object.keys(settingsOf("dev")).join(", ")}, access`,
  ],
])("%s in the configuration: no resource is registered", async (_, config, line) => {
  const { result, registered } = await record(() => {
    try {
      return importProgram();
    } catch (error) {
      return String(error);
    }
  }, config);
  expect(result).toBe(`Error: Pulumi.test.yaml has faults; nothing was changed:\n  ${line}`);
  expect(registered).toEqual([]);
});
