import { conditionOf, type DaemonSet, type Deployment, type Job, type Pod } from "./objects";
import type { StatefulSet } from "./objects";

/** How far a workload is, such as `1 of 3 ready`; undefined when it is where it should be. */
export type Progress = string | undefined;

const unobserved = "its controller has not taken up the newest spec yet";

// By the rules of `kubectl rollout status`, for each kind that runs pods.

export function deploymentProgress(deployment: Deployment): Progress {
  const { replicas: wanted = 1, progressDeadlineSeconds = 600 } = deployment.spec;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = deployment.status;
  if (!isObserved(deployment)) return unobserved;
  const available = Math.min(updatedReplicas, availableReplicas);
  const ready = `${available} of ${wanted} ready`;
  if (available < wanted) {
    const stuck = conditionOf(deployment.status, "Progressing", "False");
    return stuck?.reason === "ProgressDeadlineExceeded"
      ? `${ready} within ${progressDeadlineSeconds} s`
      : ready;
  }
  const old = replicas - updatedReplicas;
  return old > 0 ? `${ready}; ${old} of the old ones still stopping` : undefined;
}

export function statefulSetProgress(set: StatefulSet): Progress {
  const { replicas: wanted = 1, updateStrategy } = set.spec;
  const { readyReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = set.status;
  if (!isObserved(set)) return unobserved;
  const ready = `${readyReplicas} of ${wanted} ready`;
  if (readyReplicas < wanted) return ready;
  const isCurrent =
    updateStrategy?.type === "OnDelete" ||
    currentRevision === updateRevision ||
    updatedReplicas >= wanted - (updateStrategy?.rollingUpdate?.partition ?? 0);
  return isCurrent ? undefined : `${ready}; ${updatedReplicas} of them updated`;
}

export function daemonSetProgress(set: DaemonSet): Progress {
  const { desiredNumberScheduled: wanted, numberAvailable = 0 } = set.status;
  const { updatedNumberScheduled = 0 } = set.status;
  if (!isObserved(set)) return unobserved;
  const isOnDelete = set.spec.updateStrategy?.type === "OnDelete";
  const available = isOnDelete
    ? numberAvailable
    : Math.min(updatedNumberScheduled, numberAvailable);
  return available < wanted ? `${available} of ${wanted} ready` : undefined;
}

export function jobProgress({ spec, status }: Job): Progress {
  const failure = conditionOf(status, "Failed", "True");
  if (failure) return `failed: ${failure.message ?? ""}`;
  if (spec.suspend || conditionOf(status, "Complete", "True")) return undefined;
  return `${status.succeeded ?? 0} of ${spec.completions ?? 1} completed`;
}

export function podProgress({ status }: Pod): Progress {
  if (status.phase === "Succeeded" || conditionOf(status, "Ready", "True")) return undefined;
  return status.phase === "Failed" ? "failed" : "not ready";
}

/** Whether the status speaks of the newest spec. */
function isObserved({ metadata, status }: Deployment | StatefulSet | DaemonSet): boolean {
  return (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}
