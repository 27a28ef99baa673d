import type { PropertyMap } from "../../property-diff";
import { mapAt, numberAt, textAt } from "../fields";
import { metadataOf } from "../metadata";
import { Progress, conditionOf, failed, ready, specOf, statusOf, waiting } from "./progress";

const unobserved = waiting("its controller has not taken up the newest spec yet");

/** By the rules of `kubectl rollout status`, for each kind that runs pods. */
export function deploymentProgress(live: PropertyMap): Progress {
  const status = statusOf(live);
  const wanted = numberAt(specOf(live), "replicas", 1);
  const updated = numberAt(status, "updatedReplicas");
  const available = Math.min(updated, numberAt(status, "availableReplicas"));
  if (!isObserved(live)) return unobserved;
  const count = `${available} of ${wanted} ready`;
  const progressing = conditionOf(live, "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") {
    return failed(
      `${count} within ${String(numberAt(specOf(live), "progressDeadlineSeconds", 600))} s`,
    );
  }
  if (updated < wanted || available < wanted) return waiting(count);
  const old = numberAt(status, "replicas") - updated;
  return old > 0 ? waiting(`${count}; ${old} of the old ones still stopping`) : ready;
}

export function statefulSetProgress(live: PropertyMap): Progress {
  const status = statusOf(live);
  const wanted = numberAt(specOf(live), "replicas", 1);
  const count = `${numberAt(status, "readyReplicas")} of ${wanted} ready`;
  if (!isObserved(live)) return unobserved;
  if (numberAt(status, "readyReplicas") < wanted) return waiting(count);

  const strategy = mapAt(specOf(live), "updateStrategy");
  if (textAt(strategy, "type") === "OnDelete") return ready;
  const kept = numberAt(mapAt(strategy, "rollingUpdate"), "partition");
  const current = textAt(status, "currentRevision") === textAt(status, "updateRevision");
  const updated = numberAt(status, "updatedReplicas");
  return current || updated >= wanted - kept
    ? ready
    : waiting(`${count}; ${updated} of them updated`);
}

export function daemonSetProgress(live: PropertyMap): Progress {
  const status = statusOf(live);
  const wanted = numberAt(status, "desiredNumberScheduled");
  const updated = numberAt(status, "updatedNumberScheduled");
  const available = Math.min(updated, numberAt(status, "numberAvailable"));
  if (textAt(mapAt(specOf(live), "updateStrategy"), "type") === "OnDelete") return ready;
  if (!isObserved(live)) return unobserved;
  return available >= wanted ? ready : waiting(`${available} of ${wanted} ready`);
}

export function jobProgress(live: PropertyMap): Progress {
  const failure = conditionOf(live, "Failed");
  if (failure?.status === "True") return failed(`failed: ${failure.message}`);
  if (conditionOf(live, "Complete")?.status === "True") return ready;
  if (specOf(live).suspend === true) return ready;
  const done = numberAt(statusOf(live), "succeeded");
  return waiting(`${done} of ${String(numberAt(specOf(live), "completions", 1))} completed`);
}

export function podProgress(live: PropertyMap): Progress {
  const phase = textAt(statusOf(live), "phase");
  if (phase === "Succeeded" || conditionOf(live, "Ready")?.status === "True") return ready;
  return phase === "Failed" ? failed("failed") : waiting("not ready");
}

/** Whether the status speaks of the newest spec. */
function isObserved(live: PropertyMap): boolean {
  const generation = numberAt(metadataOf(live), "generation");
  return numberAt(statusOf(live), "observedGeneration") >= generation;
}
