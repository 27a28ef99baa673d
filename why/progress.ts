import type { Condition, DaemonSet, Deployment, Job, Pod, StatefulSet } from "./objects";

/** How far a workload is, such as `1 of 3 ready`; undefined when it is where it should be. */
export type Progress = string | undefined;

const unobserved = "its controller has not taken up the newest spec yet";

interface Observed {
  readonly metadata: { readonly generation: number };
  readonly status: { readonly observedGeneration: number };
}

// By the rules of `kubectl rollout status`, for each kind that runs pods.

export function deploymentProgress(deployment: Deployment): Progress {
  const { spec, status } = deployment;
  if (!isObserved(deployment)) return unobserved;
  const available = Math.min(status.updatedReplicas, status.availableReplicas);
  const ready = `${available} of ${spec.replicas} ready`;
  if (available < spec.replicas) {
    const progressing = conditionOf(status.conditions, "Progressing");
    return progressing?.reason === "ProgressDeadlineExceeded"
      ? `${ready} within ${spec.progressDeadlineSeconds} s`
      : ready;
  }
  const old = status.replicas - status.updatedReplicas;
  return old > 0 ? `${ready}; ${old} of the old ones still stopping` : undefined;
}

export function statefulSetProgress(statefulSet: StatefulSet): Progress {
  const { spec, status } = statefulSet;
  if (!isObserved(statefulSet)) return unobserved;
  const ready = `${status.readyReplicas} of ${spec.replicas} ready`;
  if (status.readyReplicas < spec.replicas) return ready;
  const { type, rollingUpdate } = spec.updateStrategy;
  const updated = status.updatedReplicas;
  const isCurrent =
    type === "OnDelete" ||
    status.currentRevision === status.updateRevision ||
    updated >= spec.replicas - rollingUpdate.partition;
  return isCurrent ? undefined : `${ready}; ${updated} of them updated`;
}

export function daemonSetProgress(daemonSet: DaemonSet): Progress {
  const { spec, status } = daemonSet;
  if (!isObserved(daemonSet)) return unobserved;
  const wanted = status.desiredNumberScheduled;
  const isOnDelete = spec.updateStrategy.type === "OnDelete";
  const available = isOnDelete
    ? status.numberAvailable
    : Math.min(status.updatedNumberScheduled, status.numberAvailable);
  return available < wanted ? `${available} of ${wanted} ready` : undefined;
}

export function jobProgress({ spec, status }: Job): Progress {
  const failure = conditionOf(status.conditions, "Failed");
  if (failure?.status === "True") return `failed: ${failure.message}`;
  if (spec.suspend || conditionOf(status.conditions, "Complete")?.status === "True") {
    return undefined;
  }
  return `${status.succeeded} of ${spec.completions} completed`;
}

export function podProgress({ status }: Pod): Progress {
  const isReady = conditionOf(status.conditions, "Ready")?.status === "True";
  if (status.phase === "Succeeded" || isReady) return undefined;
  return status.phase === "Failed" ? "failed" : "not ready";
}

export function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether the status speaks of the newest spec. */
function isObserved({ metadata, status }: Observed): boolean {
  return status.observedGeneration >= metadata.generation;
}
