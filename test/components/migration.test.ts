import { migrationSpec } from "../../components/microservice/migration";

const job = {
  name: "books-database-migration",
  team: "books",
  serviceAccount: "books-database-migration",
  user: 20001,
  image: "localhost:5000/ledger@sha256:0123",
  database: {
    host: "books-database.books.svc.cluster.local",
    port: 5432,
    name: "books",
    sslMode: "disable",
    secrets: { owner: "books-database-owner", service: "books-database-service" },
    podAnnotations: { "sre-challenge/passwords": "1" },
  },
} as const;

test("the job that migrates a database, whole", () => {
  expect(migrationSpec(job)).toEqual({
    backoffLimit: 2,
    activeDeadlineSeconds: 300,
    template: {
      metadata: {
        labels: {
          "app.kubernetes.io/name": "books-database-migration",
          "app.kubernetes.io/part-of": "sre-challenge",
          "app.kubernetes.io/managed-by": "pulumi",
          team: "books",
        },
      },
      spec: {
        serviceAccountName: "books-database-migration",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        shareProcessNamespace: false,
        dnsPolicy: "ClusterFirst",
        dnsConfig: { options: [{ name: "ndots", value: "1" }] },
        restartPolicy: "Never",
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 20001,
          runAsGroup: 20001,
          fsGroup: 20001,
          fsGroupChangePolicy: "OnRootMismatch",
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "migrate",
            image: "localhost:5000/ledger@sha256:0123",
            imagePullPolicy: "IfNotPresent",
            args: ["migrate"],
            env: [
              { name: "PGHOST", value: "books-database.books.svc.cluster.local" },
              { name: "PGPORT", value: "5432" },
              { name: "PGDATABASE", value: "books" },
              { name: "PGUSER", value: "owner" },
              { name: "PGSSLMODE", value: "disable" },
              { name: "PGPASSFILE", value: "/run/secrets/database-owner/pgpass" },
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
            terminationMessagePolicy: "FallbackToLogsOnError",
            volumeMounts: [
              { name: "database-owner", mountPath: "/run/secrets/database-owner", readOnly: true },
            ],
          },
        ],
        volumes: [
          {
            name: "database-owner",
            secret: {
              secretName: "books-database-owner",
              defaultMode: 0o440,
              items: [{ key: "pgpass", path: "pgpass" }],
            },
          },
        ],
      },
    },
  });
});
