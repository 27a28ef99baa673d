import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { selectorLabels, serviceLabels } from "../labels";
import { AllowTraffic, type Callee } from "../network/allow-traffic";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import { backupSpec, restoreSpec } from "./backup";
import type { DatabaseConnection } from "./database";
import { claimSpec } from "./volumes";

export interface DatabaseBackupArgs {
  readonly in: TeamNamespace;
  /** The database that is dumped and restored. */
  readonly of: { readonly connection: DatabaseConnection; readonly server: Callee };
  /** Name of the job that restores. */
  readonly restore: string;
  /** Name of the ConfigMap with the scripts. */
  readonly scripts: pulumi.Input<string>;
  /** Of the claim that the dumps are on, such as `1Gi`. */
  readonly volumeSize: string;
}

/** Dumps of a database on a volume of their own, and the job that puts the newest one back. */
export class DatabaseBackup extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseBackupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:DatabaseBackup", name, {}, opts);
    const { team, name: namespace } = args.in;
    const { connection, server } = args.of;
    const child = { parent: this, dependsOn: args.in };
    const labels = serviceLabels(name, team);
    const metadata = { namespace, labels };
    const named = { ...metadata, name };

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: named, automountServiceAccountToken: false },
      child,
    );
    const claim = new k8s.core.v1.PersistentVolumeClaim(
      name,
      { metadata: named, spec: claimSpec(args.volumeSize) },
      // The dumps do not go by a slip of the pen.
      { ...child, protect: true },
    );
    const job = {
      label: name,
      team,
      serviceAccount: serviceAccount.metadata.name,
      scripts: args.scripts,
      connection,
      claim: claim.metadata.name,
    };
    new k8s.batch.v1.CronJob(name, { metadata: named, spec: backupSpec(job) }, child);
    new k8s.batch.v1.CronJob(
      args.restore,
      { metadata: { ...metadata, name: args.restore }, spec: restoreSpec(job) },
      child,
    );
    new AllowTraffic(
      name,
      { from: { namespace, podLabels: selectorLabels(name), labels }, to: server },
      { parent: this },
    );
    this.registerOutputs();
  }
}
