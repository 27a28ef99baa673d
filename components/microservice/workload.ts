import type { types } from "@pulumi/kubernetes";
import { cpuLimit } from "../container-size";
import { selectorLabels, serviceLabels } from "../labels";
import { podSpec, type ServicePod } from "./pod-spec";

/** How many pods: a fixed number, or between two numbers as the processors' load asks for. */
export type Scale = { readonly replicas: number } | { readonly autoscaling: Autoscaling };

export interface Autoscaling {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Load to hold, in thousandths of a processor for each pod, on average. */
  readonly cpuMillicores: number;
}

/**
 * Between which numbers the autoscaler holds a service. A fixed number has one, too, with both bounds
 * on it: Pulumi deletes last, so one that went with the autoscaling would set its own number once more,
 * and nobody would take that back.
 */
export function autoscalingOf(scale: Scale): Autoscaling {
  if ("autoscaling" in scale) return scale.autoscaling;
  const { replicas } = scale;
  return { minReplicas: replicas, maxReplicas: replicas, cpuMillicores: cpuLimit };
}

/**
 * A Deployment that starts a new pod before it stops an old one. With autoscaling it says no number
 * of replicas: that is the autoscaler's.
 */
export function deploymentSpec(
  pod: ServicePod,
  team: string,
  scale: Scale,
): types.input.apps.v1.DeploymentSpec {
  return {
    ...("replicas" in scale ? { replicas: scale.replicas } : {}),
    selector: { matchLabels: selectorLabels(pod.service) },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: 3,
    progressDeadlineSeconds: 180,
    revisionHistoryLimit: 3,
    template: {
      metadata: {
        labels: serviceLabels(pod.service, team),
        ...(pod.database?.podAnnotations && { annotations: pod.database.podAnnotations }),
      },
      spec: podSpec(pod),
    },
  };
}

/** Needs the cluster's metrics API. */
export function autoscalerSpec(
  service: string,
  { minReplicas, maxReplicas, cpuMillicores }: Autoscaling,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: service },
    minReplicas,
    maxReplicas,
    metrics: [
      {
        type: "Resource",
        resource: {
          name: "cpu",
          // No percentage of what the pods request, or a smaller request would make more pods.
          target: { type: "AverageValue", averageValue: `${cpuMillicores}m` },
        },
      },
    ],
  };
}
