import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSize, goMemoryLimit } from "../container-size";
import { selectorLabels } from "../labels";
import type { DatabaseConnection } from "../postgres-database/database";
import { restrictedContainer } from "../restricted";
import { teamPod } from "../team-pod";
import type { Given } from "./caller-identity";
import { databaseEnv, databaseMount, databaseVolume } from "./database-client";

/** Name of the port that the Service sends callers to. */
export const portName = "http";

/** TCP port of `GET /metrics`, which no policy opens. */
export const metricsPort = 9090;

export interface ServicePod {
  readonly service: string;
  readonly serviceAccount: pulumi.Input<string>;
  /** User and group that it runs as. */
  readonly user: number;
  readonly image: pulumi.Input<string>;
  readonly port: number;
  readonly given: readonly Given[];
  /** Undefined for a service that keeps nothing. */
  readonly database?: DatabaseConnection | undefined;
}

/** The pod of a service; it meets the Pod Security Standard `restricted`. */
export function podSpec(pod: ServicePod): types.input.core.v1.PodSpec {
  const pods = { matchLabels: selectorLabels(pod.service) };
  const spread = (topologyKey: string) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: pods,
  });
  const volumes = [
    ...(pod.database ? [databaseVolume(pod.database, "service")] : []),
    ...pod.given.flatMap(({ volume }) => volume ?? []),
  ];
  return {
    ...teamPod(pod.serviceAccount, pod.user),
    // The service itself waits until no more requests reach it, then finishes those it has.
    terminationGracePeriodSeconds: 30,
    topologySpreadConstraints: [
      spread("topology.kubernetes.io/zone"),
      spread("kubernetes.io/hostname"),
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: pods },
          },
        ],
      },
    },
    tolerations: goneNode,
    ...(pod.database && { initContainers: [schema(pod, pod.database)] }),
    ...(volumes.length > 0 && { volumes }),
    containers: [container(pod)],
  };
}

/** Of a node that is gone Kubernetes takes the pods away after five minutes. These hold nothing and need not wait. */
const goneNode: types.input.core.v1.Toleration[] = ["not-ready", "unreachable"].map(
  (condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 30,
  }),
);

/** Waits until the tables are those that the image knows, whoever brings the image. */
function schema(pod: ServicePod, database: DatabaseConnection): types.input.core.v1.Container {
  return {
    ...program(pod, "schema"),
    args: ["schema"],
    env: databaseEnv(database, "service"),
    volumeMounts: [databaseMount("service")],
  };
}

function container(pod: ServicePod): types.input.core.v1.Container {
  const volumeMounts = [
    ...(pod.database ? [databaseMount("service")] : []),
    ...pod.given.flatMap(({ volume, mountPath }) =>
      volume && mountPath ? { name: volume.name, mountPath, readOnly: true } : [],
    ),
  ];
  const get = (path: string) => ({ httpGet: { path, port: portName } });
  const plain: Record<string, pulumi.Input<string>> = {
    PORT: String(pod.port),
    METRICS_PORT: String(metricsPort),
    GOMEMLIMIT: goMemoryLimit,
    ...Object.fromEntries(pod.given.flatMap(({ env }) => Object.entries(env))),
  };
  return {
    ...program(pod, pod.service),
    ports: [
      { name: portName, containerPort: pod.port, protocol: "TCP" },
      { name: "metrics", containerPort: metricsPort, protocol: "TCP" },
    ],
    env: [
      ...Object.entries(plain).map(([name, value]) => ({ name, value })),
      ...(pod.database ? databaseEnv(pod.database, "service") : []),
    ],
    ...(volumeMounts.length > 0 && { volumeMounts }),
    startupProbe: { ...get("/healthz"), periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 30 },
    livenessProbe: {
      ...get("/healthz"),
      periodSeconds: 10,
      timeoutSeconds: 2,
      failureThreshold: 3,
    },
    readinessProbe: { ...get("/readyz"), periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 2 },
  };
}

/** What every container of a service's image has. */
export function program(
  { image }: Pick<ServicePod, "image">,
  name: string,
): types.input.core.v1.Container {
  return {
    name,
    image,
    // The reference never changes its meaning, so a copy on the node is as good as the registry's.
    imagePullPolicy: "IfNotPresent",
    resources: containerSize,
    securityContext: restrictedContainer,
  };
}
