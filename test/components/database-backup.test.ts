import { backupSpec, restoreSpec } from "../../components/postgres-database/backup";

const job = {
  label: "books-database-backup",
  team: "books",
  serviceAccount: "books-database-backup",
  scripts: "books-database-scripts-0123",
  connection: {
    host: "books-database.books.svc.cluster.local",
    port: 5432,
    name: "books",
    sslMode: "disable",
    secrets: { owner: "books-database-owner", service: "books-database-service" },
  },
  claim: "books-database-backup",
} as const;

test("the job that dumps the database, whole", () => {
  expect(backupSpec(job)).toEqual({
    schedule: "17 2 * * *",
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 900,
        template: {
          metadata: {
            labels: {
              "app.kubernetes.io/name": "books-database-backup",
              "app.kubernetes.io/part-of": "sre-challenge",
              "app.kubernetes.io/managed-by": "pulumi",
              team: "books",
            },
          },
          spec: {
            serviceAccountName: "books-database-backup",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            shareProcessNamespace: false,
            dnsPolicy: "ClusterFirst",
            dnsConfig: { options: [{ name: "ndots", value: "1" }] },
            restartPolicy: "Never",
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
                name: "backup",
                image: "docker.io/library/postgres:15.18-bookworm",
                imagePullPolicy: "IfNotPresent",
                command: ["bash", "/scripts/backup.sh"],
                env: [
                  { name: "PGHOST", value: "books-database.books.svc.cluster.local" },
                  { name: "PGPORT", value: "5432" },
                  { name: "PGDATABASE", value: "books" },
                  { name: "PGUSER", value: "owner" },
                  { name: "PGSSLMODE", value: "disable" },
                  { name: "PASSWORD_FILE", value: "/run/secrets/database-owner/pgpass" },
                  { name: "BACKUP_DIR", value: "/backup" },
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
                volumeMounts: [
                  { name: "backup", mountPath: "/backup" },
                  { name: "scripts", mountPath: "/scripts", readOnly: true },
                  { name: "owner", mountPath: "/run/secrets/database-owner", readOnly: true },
                  { name: "tmp", mountPath: "/tmp" },
                ],
              },
            ],
            volumes: [
              { name: "backup", persistentVolumeClaim: { claimName: "books-database-backup" } },
              {
                name: "scripts",
                configMap: { name: "books-database-scripts-0123", defaultMode: 0o444 },
              },
              {
                name: "owner",
                secret: {
                  secretName: "books-database-owner",
                  defaultMode: 0o440,
                  items: [{ key: "pgpass", path: "pgpass" }],
                },
              },
              { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
            ],
          },
        },
      },
    },
  });
});

test("the job that restores never runs by itself, and is tried once", () => {
  expect(restoreSpec(job)).toMatchObject({
    suspend: true,
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            containers: [{ name: "restore", command: ["bash", "/scripts/restore.sh"] }],
          },
        },
      },
    },
  });
});
