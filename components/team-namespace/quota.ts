import type { types } from "@pulumi/kubernetes";
import { containerSize } from "../container-size";
import { objectCounts } from "./object-counts";

/** Pods that a team may run at once. */
export const podLimit = 24;

/**
 * Replicas that one service may have. The pods that remain are for the one that a rolling update
 * starts before it stops another, those that still drain, the database, its jobs, and short-lived
 * pods that check the namespace.
 */
export const replicaLimit = 9;

/**
 * What all pods of a team may ask for and use together: as much as one database and, for the other
 * pods of `podLimit`, containers of the default size. A service's pod asks for no more while it
 * migrates: its two containers run one after the other. Both teams' requests fit beside kube-system on the
 * smallest node that setup.sh takes, so that no full quota leaves another team's pod without a place.
 * Objects of each kind are counted, too.
 *
 * @param exposedServices Services that may be reachable from outside the cluster.
 * @param volumeSize Of each of a database's volumes, in whole Gi.
 */
export function quotaSpec(
  exposedServices: number,
  volumeSize: string,
): types.input.core.v1.ResourceQuotaSpec {
  return {
    hard: {
      pods: String(podLimit),
      "requests.cpu": "395m",
      "requests.memory": "864Mi",
      "requests.ephemeral-storage": "400Mi",
      "limits.cpu": "12500m",
      "limits.memory": "3456Mi",
      "limits.ephemeral-storage": "1600Mi",
      // A database has two volumes: its data, and its dumps.
      persistentvolumeclaims: "2",
      "requests.storage": `${2 * Number.parseInt(volumeSize, 10)}Gi`,
      "services.nodeports": String(exposedServices),
      "services.loadbalancers": String(exposedServices),
      ...countQuotas(),
    },
  };
}

function countQuotas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectCounts).map(([resource, count]) => [`count/${resource}`, String(count)]),
  );
}

/**
 * What one container may ask for and use, and what it gets if it says nothing.
 *
 * @param volumeSize The largest that a claim may ask for.
 */
export function limitRangeSpec(volumeSize: string): types.input.core.v1.LimitRangeSpec {
  return {
    limits: [
      {
        type: "Container",
        min: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        max: { cpu: "1", memory: "512Mi", "ephemeral-storage": "256Mi" },
        defaultRequest: containerSize.requests,
        default: containerSize.limits,
      },
      { type: "PersistentVolumeClaim", max: { storage: volumeSize } },
    ],
  };
}
