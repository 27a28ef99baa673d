import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSize } from "../container-size";
import { serviceLabels } from "../labels";
import { restrictedContainer } from "../restricted";
import { teamPod } from "../team-pod";
import { type DatabaseConnection, secretKeys } from "./database";
import { scriptsPath } from "./scripts";
import { postgresImage } from "./server";
import { memoryVolume, postgresUser, scriptsVolume, secretVolume } from "./volumes";

const backupPath = "/backup";
const secretPath = "/run/secrets/database-owner";

export interface DatabaseJob {
  /** `app.kubernetes.io/name` of the job's pods, by which policies know them. */
  readonly label: string;
  readonly team: string;
  readonly serviceAccount: pulumi.Input<string>;
  /** Name of the ConfigMap with the scripts. */
  readonly scripts: pulumi.Input<string>;
  readonly connection: DatabaseConnection;
  /** Name of the claim on the volume of the dumps. */
  readonly claim: pulumi.Input<string>;
}

/** Dumps the database once a day. */
export function backupSpec(job: DatabaseJob): types.input.batch.v1.CronJobSpec {
  return cronJobSpec(job, "backup.sh", { schedule: "17 2 * * *", backoffLimit: 2 });
}

/**
 * Puts the newest dump into the place of the database. It never runs by itself:
 * `kubectl create job --from=cronjob/<name> <job>`.
 */
export function restoreSpec(job: DatabaseJob): types.input.batch.v1.CronJobSpec {
  return {
    ...cronJobSpec(job, "restore.sh", { schedule: "0 0 1 1 *", backoffLimit: 0 }),
    suspend: true,
  };
}

interface Run {
  readonly schedule: string;
  /** How often a job that failed is tried again. */
  readonly backoffLimit: number;
}

function cronJobSpec(
  job: DatabaseJob,
  script: string,
  { schedule, backoffLimit }: Run,
): types.input.batch.v1.CronJobSpec {
  return {
    schedule,
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit,
        activeDeadlineSeconds: 900,
        template: {
          metadata: { labels: serviceLabels(job.label, job.team) },
          spec: jobPodSpec(job, script),
        },
      },
    },
  };
}

function jobPodSpec(job: DatabaseJob, script: string): types.input.core.v1.PodSpec {
  const { host, port, name, sslMode, secrets } = job.connection;
  return {
    ...teamPod(job.serviceAccount, postgresUser),
    restartPolicy: "Never",
    containers: [
      {
        name: script.replace(".sh", ""),
        image: postgresImage,
        imagePullPolicy: "IfNotPresent",
        command: ["bash", `${scriptsPath}/${script}`],
        env: Object.entries({
          PGHOST: host,
          PGPORT: String(port),
          PGDATABASE: name,
          PGUSER: "owner",
          PGSSLMODE: sslMode,
          PASSWORD_FILE: `${secretPath}/${secretKeys.pgpass}`,
          BACKUP_DIR: backupPath,
        }).map(([key, value]) => ({ name: key, value })),
        resources: containerSize,
        securityContext: restrictedContainer,
        volumeMounts: [
          { name: "backup", mountPath: backupPath },
          { name: "scripts", mountPath: scriptsPath, readOnly: true },
          { name: "owner", mountPath: secretPath, readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "backup", persistentVolumeClaim: { claimName: job.claim } },
      scriptsVolume(job.scripts),
      secretVolume("owner", secrets.owner, secretKeys.pgpass),
      memoryVolume("tmp"),
    ],
  };
}
