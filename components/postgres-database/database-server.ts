import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { disruptionBudgetSpec } from "../disruption-budget";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import type { DatabaseRole } from "./database";
import { keptPassword, passwordAnnotations, passwordFiles } from "./password";
import { readScripts, scriptsName } from "./scripts";
import { dataClaim, databaseServiceSpec, statefulSetSpec } from "./server";
import { claimSpec } from "./volumes";

export interface DatabaseServerArgs {
  readonly in: TeamNamespace;
  /** Labels of its resources. */
  readonly labels: Readonly<Record<string, string>>;
  /** Number of the passwords. */
  readonly passwords: number;
  /** Of the claim that the data are on, such as `1Gi`. */
  readonly volumeSize: string;
}

/** The server of a team's database, with the passwords of both roles. */
export class DatabaseServer extends pulumi.ComponentResource {
  /** Name of the Service. */
  readonly service: pulumi.Output<string>;
  /** Names of the Secrets. */
  readonly secrets: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
  /** Name of the ConfigMap with the scripts. */
  readonly scripts: pulumi.Output<string>;

  constructor(name: string, args: DatabaseServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:DatabaseServer", name, {}, opts);
    const { team, name: namespace } = args.in;
    // Nothing runs before the namespace has its walls.
    const child = { parent: this, dependsOn: args.in };
    // Neither the data nor the way to them go by a slip of the pen.
    const kept = { ...child, protect: true };
    const metadata = { namespace, labels: { ...args.labels } };
    const named = { ...metadata, name };

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: named, automountServiceAccountToken: false },
      child,
    );
    const secretOf = (role: DatabaseRole) =>
      new k8s.core.v1.Secret(
        `${name}-${role}`,
        {
          metadata: { ...metadata, name: `${name}-${role}` },
          stringData: passwordFiles(
            keptPassword(`${name}-${role}`, args.passwords, { parent: this }),
          ),
        },
        kept,
      ).metadata.name;
    this.secrets = { owner: secretOf("owner"), service: secretOf("service") };

    const scripts = readScripts();
    this.scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { ...metadata, name: scriptsName(name, scripts) },
        immutable: true,
        data: scripts,
      },
      child,
    ).metadata.name;

    const service = new k8s.core.v1.Service(
      name,
      { metadata: named, spec: databaseServiceSpec(name) },
      child,
    );
    this.service = service.metadata.name;
    const { volumeSize } = args;
    // Made here, since Kubernetes lets nobody change the size in a StatefulSet's template.
    const claim = new k8s.core.v1.PersistentVolumeClaim(
      dataClaim(name),
      {
        metadata: {
          ...metadata,
          name: dataClaim(name),
          // Whether it is bound shows with the pod. Pulumi waits in vain for one that is bound already.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: claimSpec(volumeSize),
      },
      // Left where it is by a version of this program that has none, and by the way to an external database.
      { ...kept, retainOnDelete: true },
    );
    new k8s.apps.v1.StatefulSet(
      name,
      {
        metadata: named,
        spec: statefulSetSpec({
          database: name,
          team,
          serviceAccount: serviceAccount.metadata.name,
          scripts: this.scripts,
          secrets: this.secrets,
          volumeSize,
          podAnnotations: passwordAnnotations(args.passwords),
        }),
      },
      {
        ...kept,
        dependsOn: [args.in, claim],
        // With another of these it would be another StatefulSet. One of before keeps what it has.
        ignoreChanges: ["spec.volumeClaimTemplates", "spec.podManagementPolicy"],
      },
    );
    new k8s.policy.v1.PodDisruptionBudget(
      name,
      { metadata, spec: disruptionBudgetSpec(name) },
      child,
    );
    this.registerOutputs({ service: this.service, scripts: this.scripts });
  }
}
