import { readFileSync } from "node:fs";
import type { types } from "@pulumi/kubernetes";
import { containerSize, goMemoryLimit } from "../../components/container-size";
import { podSpec } from "../../components/microservice/pod-spec";

type Spec = types.output.core.v1.PodSpec;

const podLabels = { matchLabels: { "app.kubernetes.io/name": "invoice-app" } };

const pod = {
  service: "invoice-app",
  serviceAccount: "invoice-app",
  user: 20001,
  image: "localhost:5000/invoice-app@sha256:0123",
  port: 8081,
  given: [
    { env: { PAYMENT_PROVIDER_URL: "http://payment-provider.payments.svc.cluster.local:8082" } },
  ],
};
const database = {
  host: "invoices-database.invoices.svc.cluster.local",
  port: 5432,
  name: "invoices",
  sslMode: "disable",
  secrets: { owner: "invoices-database-owner", service: "invoices-database-service" },
} as const;

test("the pod of a service, whole", () => {
  expect(podSpec(pod)).toEqual({
    serviceAccountName: "invoice-app",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    shareProcessNamespace: false,
    dnsPolicy: "ClusterFirst",
    dnsConfig: { options: [{ name: "ndots", value: "1" }] },
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 20001,
      runAsGroup: 20001,
      fsGroup: 20001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: podLabels,
      },
      {
        topologyKey: "kubernetes.io/hostname",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: podLabels,
      },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: podLabels },
          },
        ],
      },
    },
    tolerations: [
      {
        key: "node.kubernetes.io/not-ready",
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 30,
      },
      {
        key: "node.kubernetes.io/unreachable",
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 30,
      },
    ],
    containers: [
      {
        name: "invoice-app",
        image: "localhost:5000/invoice-app@sha256:0123",
        imagePullPolicy: "IfNotPresent",
        ports: [
          { name: "http", containerPort: 8081, protocol: "TCP" },
          { name: "metrics", containerPort: 9090, protocol: "TCP" },
        ],
        env: [
          { name: "PORT", value: "8081" },
          { name: "METRICS_PORT", value: "9090" },
          { name: "GOMEMLIMIT", value: "115MiB" },
          {
            name: "PAYMENT_PROVIDER_URL",
            value: "http://payment-provider.payments.svc.cluster.local:8082",
          },
        ],
        resources: {
          requests: { cpu: "15m", memory: "32Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        },
        securityContext: {
          privileged: false,
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          seccompProfile: { type: "RuntimeDefault" },
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        startupProbe: {
          httpGet: { path: "/healthz", port: "http" },
          periodSeconds: 1,
          timeoutSeconds: 1,
          failureThreshold: 30,
        },
        livenessProbe: {
          httpGet: { path: "/healthz", port: "http" },
          periodSeconds: 10,
          timeoutSeconds: 2,
          failureThreshold: 3,
        },
        readinessProbe: {
          httpGet: { path: "/readyz", port: "http" },
          periodSeconds: 2,
          timeoutSeconds: 1,
          failureThreshold: 2,
        },
      },
    ],
  });
});

test("a pod with a database waits for its schema, and then runs, both as the service", () => {
  const { containers, initContainers, volumes } = podSpec({ ...pod, database }) as Spec;
  const common = [
    { name: "PGHOST", value: "invoices-database.invoices.svc.cluster.local" },
    { name: "PGPORT", value: "5432" },
    { name: "PGDATABASE", value: "invoices" },
  ];
  expect(initContainers).toEqual([
    {
      name: "schema",
      image: pod.image,
      imagePullPolicy: "IfNotPresent",
      args: ["schema"],
      env: [
        ...common,
        { name: "PGUSER", value: "service" },
        { name: "PGSSLMODE", value: "disable" },
        { name: "PGPASSFILE", value: "/run/secrets/database/pgpass" },
      ],
      resources: containerSize,
      securityContext: {
        privileged: false,
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumeMounts: [{ name: "database", mountPath: "/run/secrets/database", readOnly: true }],
    },
  ]);
  expect(containers[0]?.env.slice(4)).toEqual([
    ...common,
    { name: "PGUSER", value: "service" },
    { name: "PGSSLMODE", value: "disable" },
    { name: "PGPASSFILE", value: "/run/secrets/database/pgpass" },
  ]);
  expect(containers[0]?.volumeMounts).toEqual([
    { name: "database", mountPath: "/run/secrets/database", readOnly: true },
  ]);
  const items = [{ key: "pgpass", path: "pgpass" }];
  expect(volumes).toEqual([
    {
      name: "database",
      secret: { secretName: "invoices-database-service", defaultMode: 0o440, items },
    },
  ]);
});

test.each([
  ["require", undefined, ["pgpass"]],
  ["verify-ca", "/run/secrets/database/ca.crt", ["pgpass", "ca.crt"]],
  ["verify-full", "/run/secrets/database/ca.crt", ["pgpass", "ca.crt"]],
] as const)("with sslMode %s the authority is %s", (sslMode, file, keys) => {
  const spec = podSpec({ ...pod, database: { ...database, sslMode } }) as Spec;
  const env = spec.containers[0]?.env.find(({ name }) => name === "PGSSLROOTCERT");
  expect(env?.value).toBe(file);
  for (const { secret } of spec.volumes) {
    expect(secret.items.map(({ key }) => key)).toEqual(keys);
  }
});

test("the garbage collector's limit is nine tenths of the container's", () => {
  const limit = Number.parseInt(containerSize.limits.memory);
  expect(Number.parseInt(goMemoryLimit) / limit).toBeCloseTo(0.9, 2);
});

test.each(["invoice-app", "payment-provider"])("the image of %s is of a user, too", (service) => {
  const users = readFileSync(`Dockerfile.${service}`, "utf8").match(/^USER .*$/gm);
  expect(users).toEqual(["USER 65532:65532"]);
});
