import {
  databaseServiceSpec,
  postgresImage,
  statefulSetSpec,
} from "../../components/postgres-database/server";

const selector = { "app.kubernetes.io/name": "books-database" };
const secret = (secretName: string) => ({
  secretName,
  defaultMode: 0o440,
  items: [{ key: "password", path: "password" }],
});
const memory = { medium: "Memory", sizeLimit: "16Mi" };
const isReady =
  "/usr/lib/postgresql/15/bin/pg_isready --quiet --username=postgres --dbname=postgres";

test("the database's server, whole", () => {
  const spec = statefulSetSpec({
    database: "books-database",
    team: "books",
    serviceAccount: "books-database",
    scripts: "books-database-scripts-0123",
    secrets: { owner: "books-database-owner", service: "books-database-service" },
    volumeSize: "2Gi",
    podAnnotations: { "sre-challenge/passwords": "7" },
  });
  expect(spec).toEqual({
    replicas: 1,
    serviceName: "books-database",
    selector: { matchLabels: selector },
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
    revisionHistoryLimit: 3,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    template: {
      metadata: {
        labels: {
          ...selector,
          "app.kubernetes.io/part-of": "sre-challenge",
          "app.kubernetes.io/managed-by": "pulumi",
          team: "books",
        },
        annotations: { "sre-challenge/passwords": "7" },
      },
      spec: {
        serviceAccountName: "books-database",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        shareProcessNamespace: false,
        dnsPolicy: "ClusterFirst",
        dnsConfig: { options: [{ name: "ndots", value: "1" }] },
        terminationGracePeriodSeconds: 60,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 999,
          runAsGroup: 999,
          fsGroup: 999,
          fsGroupChangePolicy: "OnRootMismatch",
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "postgres",
            image: "docker.io/library/postgres:15.18-bookworm",
            imagePullPolicy: "IfNotPresent",
            command: ["bash", "/scripts/start.sh"],
            ports: [{ name: "postgres", containerPort: 5432, protocol: "TCP" }],
            env: [
              { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
              { name: "PGHOST", value: "/var/run/postgresql" },
              { name: "PGPORT", value: "5432" },
              { name: "PGUSER", value: "postgres" },
              { name: "PGDATABASE", value: "books" },
              { name: "OWNER_PASSWORD_FILE", value: "/run/secrets/database-owner/password" },
              { name: "SERVICE_PASSWORD_FILE", value: "/run/secrets/database-service/password" },
            ],
            resources: {
              requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "32Mi" },
              limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
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
              exec: { command: ["bash", "-c", isReady] },
              periodSeconds: 2,
              timeoutSeconds: 5,
              failureThreshold: 150,
            },
            livenessProbe: {
              exec: { command: ["bash", "-c", `${isReady}; (($? <= 1))`] },
              periodSeconds: 10,
              timeoutSeconds: 5,
              failureThreshold: 6,
            },
            readinessProbe: {
              exec: { command: ["bash", "-c", isReady] },
              periodSeconds: 5,
              timeoutSeconds: 3,
              failureThreshold: 2,
            },
            lifecycle: {
              preStop: {
                exec: {
                  command: [
                    "/usr/lib/postgresql/15/bin/pg_ctl",
                    "stop",
                    "--mode=fast",
                    "--no-wait",
                  ],
                },
              },
            },
            volumeMounts: [
              { name: "data", mountPath: "/var/lib/postgresql/data" },
              { name: "scripts", mountPath: "/scripts", readOnly: true },
              { name: "owner", mountPath: "/run/secrets/database-owner", readOnly: true },
              { name: "service", mountPath: "/run/secrets/database-service", readOnly: true },
              { name: "socket", mountPath: "/var/run/postgresql" },
              { name: "tmp", mountPath: "/tmp" },
            ],
          },
        ],
        volumes: [
          {
            name: "scripts",
            configMap: { name: "books-database-scripts-0123", defaultMode: 0o444 },
          },
          { name: "owner", secret: secret("books-database-owner") },
          { name: "service", secret: secret("books-database-service") },
          { name: "socket", emptyDir: memory },
          { name: "tmp", emptyDir: memory },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "2Gi" } },
        },
      },
    ],
  });
});

test("its Service has an address inside the cluster only", () => {
  expect(databaseServiceSpec("books-database")).toEqual({
    type: "ClusterIP",
    selector,
    ports: [{ name: "postgres", port: 5432, targetPort: "postgres", protocol: "TCP" }],
    sessionAffinity: "None",
    internalTrafficPolicy: "Cluster",
  });
});

test("the image names a version down to the patch", () => {
  expect(postgresImage).toMatch(/:\d+\.\d+-[a-z]+$/);
});
