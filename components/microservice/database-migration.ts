import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { selectorLabels, serviceLabels } from "../labels";
import { AllowTraffic } from "../network/allow-traffic";
import type { PostgresDatabase } from "../postgres-database/postgres-database";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import { migrationSpec } from "./migration";

export interface DatabaseMigrationArgs {
  readonly in: TeamNamespace;
  /** The database that is migrated. */
  readonly of: PostgresDatabase;
  /** Image whose `migrate` does it. */
  readonly image: pulumi.Input<string>;
}

/** The platform's job that migrates a database: each image runs it once, and `pulumi up` waits for it. */
export class DatabaseMigration extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseMigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:DatabaseMigration", name, {}, opts);
    const { team, user, name: namespace } = args.in;
    const labels = serviceLabels(name, team);
    const metadata = { namespace, name, labels };

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      { parent: this, dependsOn: args.in },
    );
    const way = new AllowTraffic(
      name,
      { from: { namespace, podLabels: selectorLabels(name), labels }, to: args.of.server },
      { parent: this },
    );
    new k8s.batch.v1.Job(
      name,
      {
        // One that failed is run again by the next `pulumi up`.
        metadata: { ...metadata, annotations: { "pulumi.com/replaceUnready": "true" } },
        spec: migrationSpec({
          name,
          team,
          serviceAccount: serviceAccount.metadata.name,
          user,
          image: args.image,
          database: args.of.connection,
        }),
      },
      { parent: this, dependsOn: [args.in, args.of, way] },
    );
    this.registerOutputs();
  }
}
