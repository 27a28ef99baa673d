import { containerProblem } from "./container-problem";
import type { Problem } from "./finding";
import type { Pod, Warning } from "./objects";
import { oneLine } from "./one-line";
import { conditionOf } from "./progress";

const untilNextLook = "wait; if it stays so, look again with `npm run why`";

/** A reason of the kubelet's warnings by which a pod stays as it is, and what to do. */
const blocking: Readonly<Record<string, string>> = {
  Unhealthy: "the log says what it waits for; a service is ready when its database answers",
  FailedMount:
    "make what the volume needs: `pulumi up --refresh` makes again what the program owns",
  FailedAttachVolume: "look at its node and at `kubectl get volumeattachments`",
  FailedCreatePodSandBox: "look at the node's network plugin: `kubectl get pods -n kube-system`",
};

/**
 * Why a pod does not get ready or does not go, or undefined where nothing is wrong so far.
 *
 * @param warnings the pod's warning events, oldest first
 * @param now in ms since 1970
 */
export function podProblem(
  pod: Pod,
  warnings: readonly Warning[],
  now: number,
): Problem | undefined {
  return (
    stopping(pod, now) ??
    unscheduled(pod) ??
    evicted(pod) ??
    ofContainers(pod, warnings) ??
    ofWarnings(pod, warnings)
  );
}

/** What a pod is at that has no problem and is not ready yet. */
export function onItsWay(pod: Pod): Problem {
  return { ...(initialising(pod) ?? starting(pod)), passing: true };
}

/** Pods that still have to get ready or to go: neither done nor on their way out in time. */
export function isUnready(pod: Pod, now: number): boolean {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp !== undefined) return stopping(pod, now) !== undefined;
  return status.phase !== "Succeeded" && conditionOf(status.conditions, "Ready")?.status !== "True";
}

/** How long after its time a pod may take to be gone, in ms. */
const tolerance = 30_000;

function stopping({ metadata }: Pod, now: number): Problem | undefined {
  const { deletionTimestamp, finalizers } = metadata;
  if (deletionTimestamp === undefined || now < Date.parse(deletionTimestamp) + tolerance) {
    return undefined;
  }
  const waits = finalizers.length > 0 ? finalizers.join(", ") : "its node";
  return {
    cause: `the pod should be gone, and still waits for ${waits}`,
    next: "look whether its node answers: `kubectl get nodes`",
  };
}

function unscheduled({ status }: Pod): Problem | undefined {
  const scheduled = conditionOf(status.conditions, "PodScheduled");
  if (scheduled?.status !== "False") return undefined;
  // What follows says only that throwing out other pods would not help.
  const message = scheduled.message.replace(
    /( no new claims to deallocate,)? preemption: .*$/s,
    "",
  );
  return {
    cause: `no node takes the pod (${oneLine(message)})`,
    next: /persistentvolumeclaim/i.test(scheduled.message)
      ? "look at the claim: `kubectl describe pvc` says what its volume waits for"
      : "ask for less or for other nodes in the pod's spec, or add a node: `kubectl describe nodes`",
  };
}

function evicted({ status }: Pod): Problem | undefined {
  if (status.phase !== "Failed" || status.reason === "") return undefined;
  return {
    cause: `the pod failed: ${status.reason} (${oneLine(status.message)})`,
    next: "give the node back what it lacks, or let the pod ask for what it uses",
  };
}

function ofContainers(pod: Pod, warnings: readonly Warning[]): Problem | undefined {
  const { initContainerStatuses, containerStatuses } = pod.status;
  for (const container of [...initContainerStatuses, ...containerStatuses]) {
    const problem = containerProblem(container, warnings);
    if (problem) return problem;
  }
  return undefined;
}

function ofWarnings(pod: Pod, warnings: readonly Warning[]): Problem | undefined {
  const event = warnings.findLast(({ reason }) => reason in blocking);
  if (event === undefined) return undefined;
  const { podIP, containerStatuses } = pod.status;
  // Addresses would make each pod's problem another one.
  const message = podIP === "" ? event.message : event.message.replaceAll(podIP, "<pod>");
  const container = containerStatuses.find(({ ready }) => !ready);
  return {
    cause: `${event.reason}: ${oneLine(message)}`,
    next: blocking[event.reason] ?? untilNextLook,
    ...(event.reason === "Unhealthy" &&
      container && { log: { container: container.name, previous: false } }),
  };
}

function initialising({ spec, status }: Pod): Problem | undefined {
  const sidecars = spec.initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");
  const running = status.initContainerStatuses.find(
    ({ name, state }) =>
      state.running !== undefined && !sidecars.some((sidecar) => sidecar.name === name),
  );
  return (
    running && {
      cause: `init container ${running.name} has not ended yet`,
      next: "its log says what it waits for; a migration waits for its database",
      log: { container: running.name, previous: false },
    }
  );
}

function starting({ status }: Pod): Problem {
  const container = status.containerStatuses.find(({ ready }) => !ready);
  if (container?.state.running === undefined) {
    return { cause: "the pod is starting", next: untilNextLook };
  }
  return {
    cause: `container ${container.name} runs and is not ready, and no event says why`,
    next: untilNextLook,
    log: { container: container.name, previous: false },
  };
}
