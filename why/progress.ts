import { conditionOf, type Listed, type Pod } from "./objects";

/** What runs pods, and is asked how far it is. */
export type Runner = Listed<"Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "Pod">;

/** How far it is, such as `1 of 3 ready`; undefined when it is where it should be. */
type Progress = string | undefined;

/** By the rules of `kubectl rollout status`. */
export function progressOf(object: Runner): Progress {
  if (object.kind === "Job") return jobProgress(object);
  if (object.kind === "Pod") return podProgress(object);
  if ((object.status.observedGeneration ?? 0) < (object.metadata.generation ?? 0)) {
    return "its controller has not taken up the newest spec yet";
  }
  if (object.kind === "Deployment") return deploymentProgress(object);
  return object.kind === "StatefulSet" ? statefulSetProgress(object) : daemonSetProgress(object);
}

function deploymentProgress(deployment: Listed<"Deployment">): Progress {
  const { replicas: wanted = 1, progressDeadlineSeconds = 600 } = deployment.spec;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = deployment.status;
  const available = Math.min(updatedReplicas, availableReplicas);
  const ready = `${available} of ${wanted} ready`;
  if (available < wanted) {
    const stuck = conditionOf(deployment, "Progressing", "False");
    return stuck?.reason === "ProgressDeadlineExceeded"
      ? `${ready} within ${progressDeadlineSeconds} s`
      : ready;
  }
  const old = replicas - updatedReplicas;
  return old > 0 ? `${ready}; ${old} of the old ones still stopping` : undefined;
}

function statefulSetProgress(set: Listed<"StatefulSet">): Progress {
  const { replicas: wanted = 1, updateStrategy } = set.spec;
  const { readyReplicas = 0, updatedReplicas = 0, currentRevision, updateRevision } = set.status;
  const ready = `${readyReplicas} of ${wanted} ready`;
  if (readyReplicas < wanted) return ready;
  const isCurrent =
    updateStrategy?.type === "OnDelete" ||
    currentRevision === updateRevision ||
    updatedReplicas >= wanted - (updateStrategy?.rollingUpdate?.partition ?? 0);
  return isCurrent ? undefined : `${ready}; ${updatedReplicas} of them updated`;
}

function daemonSetProgress(set: Listed<"DaemonSet">): Progress {
  const { desiredNumberScheduled: wanted, numberAvailable = 0 } = set.status;
  const isOnDelete = set.spec.updateStrategy?.type === "OnDelete";
  const updated = isOnDelete ? wanted : (set.status.updatedNumberScheduled ?? 0);
  const available = Math.min(updated, numberAvailable);
  return available < wanted ? `${available} of ${wanted} ready` : undefined;
}

function jobProgress(job: Listed<"Job">): Progress {
  const { spec, status } = job;
  const failure = conditionOf(job, "Failed", "True");
  if (failure) return `failed: ${failure.message ?? ""}`;
  if (spec.suspend || conditionOf(job, "Complete", "True")) return undefined;
  return `${status.succeeded ?? 0} of ${spec.completions ?? 1} completed`;
}

function podProgress(pod: Pod): Progress {
  const { phase } = pod.status;
  if (phase === "Succeeded" || conditionOf(pod, "Ready", "True")) return undefined;
  return phase === "Failed" ? "failed" : "not ready";
}
