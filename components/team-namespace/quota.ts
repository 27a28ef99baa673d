import type { types } from "@pulumi/kubernetes";
import { containerSize } from "../container-size";

/** Pods that a team may run at once. */
export const podLimit = 16;

/**
 * Replicas that one service may have. The pods that remain are for the one that a rolling update
 * starts before it stops another, and for short-lived pods that check the namespace.
 */
export const replicaLimit = 12;

/**
 * What all pods of a team may ask for and use together: as much as `podLimit` containers of the
 * default size.
 *
 * @param exposedServices Services that may be reachable from outside the cluster.
 */
export function quotaSpec(exposedServices: number): types.input.core.v1.ResourceQuotaSpec {
  return {
    hard: {
      pods: String(podLimit),
      "requests.cpu": "400m",
      "requests.memory": "512Mi",
      "requests.ephemeral-storage": "256Mi",
      "limits.cpu": "8",
      "limits.memory": "1Gi",
      "limits.ephemeral-storage": "1Gi",
      "services.nodeports": String(exposedServices),
      "services.loadbalancers": String(exposedServices),
    },
  };
}

/** What one container may ask for and use, and what it gets if it says nothing. */
export function limitRangeSpec(): types.input.core.v1.LimitRangeSpec {
  return {
    limits: [
      {
        type: "Container",
        min: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        max: { cpu: "1", memory: "256Mi", "ephemeral-storage": "256Mi" },
        defaultRequest: containerSize.requests,
        default: containerSize.limits,
      },
    ],
  };
}
