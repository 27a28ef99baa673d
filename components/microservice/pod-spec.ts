import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSize } from "../container-size";
import { selectorLabels } from "../labels";

/** User and group that every service runs as; the Dockerfiles' `USER` says the same. */
export const serviceUser = 65532;

/** Name of the container's one port. */
export const portName = "http";

export interface ServicePod {
  readonly service: string;
  readonly serviceAccount: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly port: number;
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
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
  return {
    serviceAccountName: pod.serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // The service itself waits until no more requests reach it, then finishes those it has.
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: serviceUser,
      runAsGroup: serviceUser,
      seccompProfile: { type: "RuntimeDefault" },
    },
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
    containers: [container(pod)],
  };
}

function container(pod: ServicePod): types.input.core.v1.Container {
  const get = (path: string) => ({ httpGet: { path, port: portName } });
  return {
    name: pod.service,
    image: pod.image,
    // The reference never changes its meaning, so a copy on the node is as good as the registry's.
    imagePullPolicy: "IfNotPresent",
    ports: [{ name: portName, containerPort: pod.port, protocol: "TCP" }],
    env: [
      { name: "PORT", value: String(pod.port) },
      ...Object.entries(pod.env).map(([name, value]) => ({ name, value })),
    ],
    resources: containerSize,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
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
