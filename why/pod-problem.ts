import { containerProblem } from "./container-problem";
import type { Problem } from "./finding";
import { conditionOf, type Container, containersOf, type Pod, type Warning } from "./objects";
import { oneLine } from "./one-line";

const wait = "wait; if it stays so, look again with `npm run why`";

/** A reason of the kubelet's warnings by which a pod stays as it is, and what to do. */
const blocking: Readonly<Record<string, string>> = {
  Unhealthy: "the log says what it waits for; a service is ready when its database answers",
  FailedMount:
    "make what the volume needs: `pulumi up --refresh` makes again what the program owns",
  FailedAttachVolume: "look at its node and at `kubectl get volumeattachments`",
  FailedCreatePodSandBox: "look at the node's network plugin: `kubectl get pods -n kube-system`",
};

/** How long after its time a pod may take to be gone, in ms. */
const tolerance = 30_000;

/**
 * Why a pod is not ready or does not go, or undefined where it is, is done or goes in time.
 *
 * @param warnings the pod's warning events, oldest first
 * @param now in ms since 1970
 */
export function podProblem(
  pod: Pod,
  warnings: readonly Warning[],
  now: number,
): Problem | undefined {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) {
    return now < Date.parse(deletionTimestamp) + tolerance ? undefined : stopping(pod);
  }
  if (pod.status.phase === "Succeeded" || conditionOf(pod, "Ready", "True")) return undefined;
  return (
    unscheduled(pod) ??
    evicted(pod) ??
    ofContainers(pod, warnings) ??
    ofWarnings(pod, warnings) ?? { ...(initialising(pod) ?? starting(pod)), passing: true }
  );
}

function stopping({ metadata }: Pod): Problem {
  return {
    cause: `the pod should be gone, and still waits for ${metadata.finalizers?.join(", ") ?? "its node"}`,
    next: "look whether its node answers: `kubectl get nodes`",
  };
}

function unscheduled(pod: Pod): Problem | undefined {
  const scheduled = conditionOf(pod, "PodScheduled", "False");
  if (!scheduled) return undefined;
  const { message = "" } = scheduled;
  // What follows says only that throwing out other pods would not help.
  const said = message.replace(/( no new claims to deallocate,)? preemption: .*$/s, "");
  return {
    cause: `no node takes the pod (${oneLine(said)})`,
    next: /persistentvolumeclaim/i.test(message)
      ? "look at the claim: `kubectl describe pvc` says what its volume waits for"
      : "ask for less or for other nodes in the pod's spec, or add a node: `kubectl describe nodes`",
  };
}

function evicted({ status }: Pod): Problem | undefined {
  const { phase, reason, message = "" } = status;
  if (phase !== "Failed" || !reason) return undefined;
  return {
    cause: `the pod failed: ${reason} (${oneLine(message)})`,
    next: "give the node back what it lacks, or let the pod ask for what it uses",
  };
}

function ofContainers(pod: Pod, warnings: readonly Warning[]): Problem | undefined {
  return containersOf(pod).flatMap((container) => containerProblem(container, warnings) ?? [])[0];
}

function ofWarnings(pod: Pod, warnings: readonly Warning[]): Problem | undefined {
  const event = warnings.findLast(({ reason = "" }) => reason in blocking);
  if (event === undefined) return undefined;
  const { reason = "", message = "" } = event;
  const { podIP } = pod.status;
  const container = reason === "Unhealthy" && unready(pod);
  return {
    // Addresses would make each pod's problem another one.
    cause: `${reason}: ${oneLine(podIP ? message.replaceAll(podIP, "<pod>") : message)}`,
    next: blocking[reason] ?? wait,
    ...(container && { log: { container: container.name, previous: false } }),
  };
}

function initialising({ spec, status }: Pod): Problem | undefined {
  const sidecars = spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === "Always");
  const running = status.initContainerStatuses
    ?.filter(({ name }) => !sidecars?.some((sidecar) => sidecar.name === name))
    .find(({ state }) => state?.running);
  if (!running) return undefined;
  return {
    cause: `init container ${running.name} has not ended yet`,
    next: "its log says what it waits for; a schema comes by the platform's `pulumi up`",
    log: { container: running.name, previous: false },
  };
}

function starting(pod: Pod): Problem {
  const container = unready(pod);
  if (!container?.state?.running) return { cause: "the pod is starting", next: wait };
  return {
    cause: `container ${container.name} runs and is not ready, and no event says why`,
    next: wait,
    log: { container: container.name, previous: false },
  };
}

function unready({ status }: Pod): Container | undefined {
  return status.containerStatuses?.find(({ ready }) => !ready);
}
