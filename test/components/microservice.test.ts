import { Microservice, PostgresDatabase, TeamNamespace } from "../../components";
import type { MicroserviceArgs } from "../../components/microservice/microservice";
import type { Scale } from "../../components/microservice/workload";
import { record } from "./recorder";

function ledger(args: Partial<MicroserviceArgs> = {}) {
  return record(() => {
    const team = new TeamNamespace("payments", { team: "payments", user: 20002 });
    return new Microservice("ledger", { in: team, image: "ledger:0123", port: 8083, ...args })
      .outputs;
  });
}

const labels = {
  "app.kubernetes.io/name": "ledger",
  "app.kubernetes.io/part-of": "sre-challenge",
  "app.kubernetes.io/managed-by": "pulumi",
  team: "payments",
};

test("says what a client has to know", async () => {
  const { result } = await ledger();
  expect(result).toEqual({
    namespace: "payments",
    service: "ledger",
    port: 8083,
    nodePort: undefined,
    url: "http://ledger.payments.svc.cluster.local:8083",
    podLabels: { "app.kubernetes.io/name": "ledger" },
    image: "ledger:0123",
    database: undefined,
  });
});

test("names what others address, and labels everything", async () => {
  const { registered } = await ledger();
  const children = registered.filter(
    ({ parent }) => parent === "sre-challenge:Microservice::ledger",
  );
  const byType = Object.fromEntries(children.map(({ type, inputs }) => [type, inputs.metadata]));
  expect(byType).toEqual({
    "kubernetes:core/v1:ServiceAccount": { name: "ledger", namespace: "payments", labels },
    "kubernetes:apps/v1:Deployment": { name: "ledger", namespace: "payments", labels },
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": { namespace: "payments", labels },
    "kubernetes:core/v1:Service": { name: "ledger", namespace: "payments", labels },
    "kubernetes:policy/v1:PodDisruptionBudget": { namespace: "payments", labels },
  });
});

test("runs three replicas, none of which has a token of the API server", async () => {
  const { registered } = await ledger();
  const inputs = Object.fromEntries(registered.map(({ type, inputs }) => [type, inputs]));
  expect(inputs["kubernetes:core/v1:ServiceAccount"]).toMatchObject({
    automountServiceAccountToken: false,
  });
  expect(inputs["kubernetes:apps/v1:Deployment"]).toMatchObject({
    spec: {
      replicas: 3,
      template: {
        spec: { serviceAccountName: "ledger", automountServiceAccountToken: false },
      },
    },
  });
});

test("starts nothing before the namespace has its walls", async () => {
  const { registered } = await ledger();
  const walls = registered.filter(
    ({ parent }) => parent === "sre-challenge:TeamNamespace::payments",
  );
  const deployment = registered.find(({ type }) => type === "kubernetes:apps/v1:Deployment");
  expect(walls).not.toEqual([]);
  expect(deployment?.dependencies).toEqual(expect.arrayContaining(walls.map(({ key }) => key)));
});

test("an autoscaled service has an autoscaler, and no number of its own", async () => {
  const { registered } = await ledger({
    scale: { autoscaling: { minReplicas: 2, maxReplicas: 4, cpuMillicores: 60 } },
  });
  const specs = Object.fromEntries(registered.map(({ type, inputs }) => [type, inputs.spec]));
  expect(specs["kubernetes:apps/v1:Deployment"]).not.toHaveProperty("replicas");
  expect(specs["kubernetes:autoscaling/v2:HorizontalPodAutoscaler"]).toMatchObject({
    scaleTargetRef: { kind: "Deployment", name: "ledger" },
    minReplicas: 2,
    maxReplicas: 4,
  });
});

// Applied by Pulumi, a number that is no longer stated becomes 1; what is no longer in the program goes last.
test.each<[string, Scale, [number, number], string[]]>([
  ["a fixed number", { replicas: 5 }, [5, 5], []],
  [
    "autoscaling",
    { autoscaling: { minReplicas: 2, maxReplicas: 4, cpuMillicores: 60 } },
    [2, 4],
    ["spec.replicas"],
  ],
])("%s can be changed to the other: one autoscaler stays, and is bound first", async (...row) => {
  const [, scale, bounds, ignoredChanges] = row;
  const { registered } = await ledger({ scale });
  const autoscaler = registered.find(({ type }) => type.endsWith(":HorizontalPodAutoscaler"));
  const deployment = registered.find(({ type }) => type.endsWith(":Deployment"));
  const [minReplicas, maxReplicas] = bounds;
  expect(autoscaler).toMatchObject({
    name: "ledger",
    inputs: { spec: { scaleTargetRef: { name: "ledger" }, minReplicas, maxReplicas } },
  });
  expect(deployment).toMatchObject({ ignoredChanges });
  expect(deployment?.dependencies).toContain(autoscaler?.key);
});

test("an exposed service lets the outside in, on its own port", async () => {
  const { result, registered } = await ledger({
    exposure: { kind: "nodePort", port: 30083, podCidrs: ["10.244.0.0/16"] },
  });
  const outside = registered.find(({ name }) => name === "ledger-outside-ingress");
  expect(result.nodePort).toBe(30083);
  expect(outside?.inputs.spec).toEqual({
    podSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } },
    policyTypes: ["Ingress"],
    ingress: [
      {
        from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.244.0.0/16"] } }],
        ports: [{ protocol: "TCP", port: 8083 }],
      },
    ],
  });
});

function withDatabase() {
  return record(() => {
    const team = new TeamNamespace("payments", { team: "payments", user: 20002 });
    const database = new PostgresDatabase("payments-database", {
      in: team,
      database: { kind: "inCluster" },
    });
    return new Microservice("ledger", { in: team, image: "ledger:0123", port: 8083, database });
  });
}

test("a service with a database starts once that is migrated and the way to it is open", async () => {
  const { registered } = await withDatabase();
  const deployment = registered.find(({ type }) => type === "kubernetes:apps/v1:Deployment");
  const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
  expect(deployment?.dependencies).toEqual(
    expect.arrayContaining([
      "kubernetes:batch/v1:Job::payments-database-migration",
      `${policy}::ledger-to-database-egress`,
      `${policy}::ledger-to-database-ingress`,
    ]),
  );
  expect(
    registered.find(({ name }) => name === "ledger-to-database-ingress")?.inputs,
  ).toMatchObject({
    metadata: { namespace: "payments" },
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "payments-database" } },
      ingress: [
        {
          from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } } }],
          ports: [{ protocol: "TCP", port: 5432 }],
        },
      ],
    },
  });
});

test("the database is migrated by a job of its own, once it is ready and the way to it is open", async () => {
  const { registered } = await withDatabase();
  const children = registered.filter(({ key }) => /::payments-database-migration(-|$)/.test(key));
  const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
  expect(children.map(({ key }) => key).sort()).toEqual([
    "kubernetes:batch/v1:Job::payments-database-migration",
    "kubernetes:core/v1:ServiceAccount::payments-database-migration",
    `${policy}::payments-database-migration-egress`,
    `${policy}::payments-database-migration-ingress`,
    "sre-challenge:AllowTraffic::payments-database-migration",
    "sre-challenge:DatabaseMigration::payments-database-migration",
  ]);
  const { inputs, dependencies } = children.find(({ type }) => type.endsWith(":Job")) ?? {};
  expect(inputs).toMatchObject({
    metadata: {
      namespace: "payments",
      // Another image is another template: Pulumi makes it anew under the same name, and the old one goes first.
      name: "payments-database-migration",
      annotations: { "pulumi.com/replaceUnready": "true" },
    },
    spec: { template: { spec: { containers: [{ image: "ledger:0123", args: ["migrate"] }] } } },
  });
  expect(dependencies).toEqual(
    expect.arrayContaining([
      "kubernetes:apps/v1:StatefulSet::payments-database",
      `${policy}::payments-default-deny`,
      `${policy}::payments-database-migration-egress`,
      `${policy}::payments-database-migration-ingress`,
    ]),
  );
});
