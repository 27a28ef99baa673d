import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { serviceLabels } from "../labels";
import type { DatabaseConnection } from "../postgres-database/database";
import { teamPod } from "../team-pod";
import { databaseEnv, databaseMount, databaseVolume } from "./database-client";
import { program } from "./pod-spec";

export interface MigrationJob {
  /** Name of the job, and `app.kubernetes.io/name` of its pod, by which policies know it. */
  readonly name: string;
  readonly team: string;
  readonly serviceAccount: pulumi.Input<string>;
  /** User and group that it runs as. */
  readonly user: number;
  /** The service's, which has its migrations. */
  readonly image: pulumi.Input<string>;
  readonly database: DatabaseConnection;
}

/** Brings the tables up to date as the database's owner, whose password no pod of the team has. */
export function migrationSpec(job: MigrationJob): types.input.batch.v1.JobSpec {
  return {
    // One that cannot succeed ends `pulumi up`; one that waits for its database gives up by itself.
    backoffLimit: 2,
    activeDeadlineSeconds: 300,
    template: {
      metadata: { labels: serviceLabels(job.name, job.team) },
      spec: {
        ...teamPod(job.serviceAccount, job.user),
        // A pod that failed stays, and with it its log.
        restartPolicy: "Never",
        containers: [
          {
            ...program(job, "migrate"),
            args: ["migrate"],
            env: databaseEnv(job.database, "owner"),
            // Its last words are in what `pulumi up` says.
            terminationMessagePolicy: "FallbackToLogsOnError",
            volumeMounts: [databaseMount("owner")],
          },
        ],
        volumes: [databaseVolume(job.database, "owner")],
      },
    },
  };
}
