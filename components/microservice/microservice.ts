import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { disruptionBudgetSpec } from "../disruption-budget";
import { selectorLabels, serviceLabels } from "../labels";
import { AllowTraffic } from "../network/allow-traffic";
import { ingressSpec } from "../network/policy";
import { migrationName } from "../postgres-database/database";
import type { PostgresDatabase } from "../postgres-database/postgres-database";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import { type Callers, ofCallee, ofCallers } from "./caller-identity";
import { DatabaseMigration } from "./database-migration";
import { type Exposure, outsidePeers, serviceSpec } from "./exposure";
import { autoscalerSpec, autoscalingOf, deploymentSpec, type Scale } from "./workload";

export interface MicroserviceArgs {
  /** The namespace of the team that owns the service. */
  readonly in: TeamNamespace;
  /** Image reference that always means the same content. */
  readonly image: pulumi.Input<string>;
  /** TCP port of the container and of the Service; the container reads it from `PORT`. */
  readonly port: number;
  /** @default three replicas */
  readonly scale?: Scale;
  /** @default the service is reached from inside the cluster only */
  readonly exposure?: Exposure;
  /**
   * Where it keeps its data: it is let through, and a job runs its `migrate` before its pods come.
   * @default nowhere
   */
  readonly database?: PostgresDatabase;
  /**
   * Who may call it, and shows that by a token.
   * @default whoever the network lets through
   */
  readonly callers?: Callers | undefined;
  /** The services that it calls: it is told their addresses, and has a token for those that ask. @default none */
  readonly calls?: readonly Microservice[];
}

/** An HTTP service with no rights in the cluster, which no one may call unless let through. */
export class Microservice extends pulumi.ComponentResource {
  /** Name of the Service, the Deployment and the ServiceAccount, known before they are made. */
  readonly name: string;
  /** The same, known once the Service is made. */
  readonly service: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly port: number;
  /** Port of every node; undefined if the service is not exposed by one. */
  readonly nodePort: number | undefined;
  /** Address inside the cluster, without a slash at the end. */
  readonly url: pulumi.Output<string>;
  /** Labels that select the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Labels of the service's resources. */
  readonly labels: Readonly<Record<string, string>>;
  readonly image: pulumi.Output<string>;
  /** Whether it asks its callers for a token. */
  readonly asks: boolean;
  /** Undefined if it keeps nothing. */
  readonly database: PostgresDatabase | undefined;

  constructor(name: string, args: MicroserviceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:Microservice", name, {}, opts);
    const { port, exposure, scale = { replicas: 3 }, callers, calls = [] } = args;
    const { team, user } = args.in;

    this.name = name;
    this.port = port;
    this.database = args.database;
    this.nodePort = exposure?.kind === "nodePort" ? exposure.port : undefined;
    this.podLabels = selectorLabels(name);
    this.labels = serviceLabels(name, team);
    this.namespace = args.in.name;
    this.image = pulumi.output(args.image);
    this.asks = callers !== undefined;

    // Nothing runs before the namespace has its walls.
    const child = { parent: this, dependsOn: args.in };
    const metadata = { namespace: this.namespace, labels: this.labels };
    const named = { ...metadata, name };

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: named, automountServiceAccountToken: false },
      child,
    );
    const pod = {
      service: name,
      serviceAccount: serviceAccount.metadata.name,
      user,
      image: this.image,
      port,
      given: [...calls.map(ofCallee), ...(callers ? [ofCallers(name, args.in, callers)] : [])],
      database: this.database?.connection,
    };
    // Its pods wait for the schema before they start: they need the migration and the way to it.
    const data = this.database && [
      new DatabaseMigration(
        migrationName(this.database.name),
        { in: args.in, of: this.database, image: this.image },
        { parent: this },
      ),
      new AllowTraffic(
        `${name}-to-database`,
        { from: this, to: this.database.server },
        { parent: this },
      ),
    ];
    const autoscaler = new k8s.autoscaling.v2.HorizontalPodAutoscaler(
      name,
      { metadata, spec: autoscalerSpec(name, autoscalingOf(scale)) },
      child,
    );
    new k8s.apps.v1.Deployment(
      name,
      { metadata: named, spec: deploymentSpec(pod, team, scale) },
      {
        ...child,
        // The autoscaler has its new bounds before the number changes, or it would set the old one.
        dependsOn: [args.in, autoscaler, ...(data ?? [])],
        // To apply no number where one was applied means one replica, until the autoscaler looks.
        ...("autoscaling" in scale && { ignoreChanges: ["spec.replicas"] }),
      },
    );
    new k8s.policy.v1.PodDisruptionBudget(
      name,
      { metadata, spec: disruptionBudgetSpec(name) },
      child,
    );

    const service = new k8s.core.v1.Service(
      name,
      { metadata: named, spec: serviceSpec(name, port, exposure) },
      child,
    );
    if (exposure !== undefined) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-outside-ingress`,
        { metadata, spec: ingressSpec(this.podLabels, outsidePeers(exposure), port) },
        child,
      );
    }

    this.service = service.metadata.name;
    this.url = pulumi.interpolate`http://${this.service}.${this.namespace}.svc.cluster.local:${port}`;
    this.registerOutputs(this.outputs);
  }

  /** What a client or a check has to know of the service. */
  get outputs() {
    const { namespace, service, port, nodePort, url, podLabels, image } = this;
    const database = this.database?.outputs;
    return { namespace, service, port, nodePort, url, podLabels, image, database };
  }
}
