import type { PropertyMap } from "../../property-diff";
import { mapAt, mapsAt, numberAt, textAt } from "../fields";
import { metadataOf, nameOf } from "../metadata";
import { conditionOf, statusOf } from "./progress";

export interface PodProblem {
  readonly text: string;
  /** No waiting mends it: the pod's template has to change. */
  readonly permanent: boolean;
}

const LONGEST_MESSAGE = 300;

/**
 * Why a pod is not ready, or undefined where nothing is wrong so far.
 * @param events the pod's warning events, oldest first
 */
export function podProblem(
  pod: PropertyMap,
  events: readonly PropertyMap[],
): PodProblem | undefined {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status === "False") return passing(`no node takes the pod (${scheduled.message})`);

  const status = statusOf(pod);
  const containers = [
    ...mapsAt(status, "initContainerStatuses"),
    ...mapsAt(status, "containerStatuses"),
  ];
  for (const container of containers) {
    const problem = containerProblem(pod, container);
    if (problem) return problem;
  }
  const event = events.findLast((candidate) => blocks(candidate));
  return event && passing(`${textAt(event, "reason")}: ${textAt(event, "message")}`);
}

function containerProblem(pod: PropertyMap, container: PropertyMap): PodProblem | undefined {
  const name = textAt(container, "name");
  const state = mapAt(container, "state");
  const blocked = mapAt(state, "waiting");
  const message = textAt(blocked, "message");
  switch (textAt(blocked, "reason")) {
    case "ErrImagePull":
    case "ImagePullBackOff":
    case "ErrImageNeverPull":
    case "RegistryUnavailable":
      return passing(`image ${textAt(container, "image")} cannot be pulled (${message})`);
    case "InvalidImageName":
      return { text: `image ${textAt(container, "image")} is not a valid name`, permanent: true };
    case "CreateContainerConfigError":
      return {
        ...passing(`container ${name} cannot be created (${message})`),
        permanent: /runAsNonRoot|non-root/.test(message),
      };
    case "CreateContainerError":
    case "RunContainerError":
      return passing(`container ${name} cannot be started (${message})`);
    case "CrashLoopBackOff":
      return passing(crash(pod, container));
  }
  const ended = mapAt(state, "terminated");
  if (numberAt(ended, "exitCode") === 0) return undefined;
  return passing(`container ${name} ended with ${exit(ended)}`);
}

function crash(pod: PropertyMap, container: PropertyMap): string {
  const name = textAt(container, "name");
  const ended = mapAt(mapAt(container, "lastState"), "terminated");
  const { namespace, name: podName } = nameOf(pod);
  const restarts = String(numberAt(container, "restartCount"));
  return (
    `container ${name} keeps crashing with ${exit(ended)}, restarted ${restarts} times; ` +
    `its last words: kubectl logs -n ${namespace} ${podName} -c ${name} --previous`
  );
}

function exit(terminated: PropertyMap): string {
  const code = `exit code ${numberAt(terminated, "exitCode")}`;
  const reason = textAt(terminated, "reason");
  return reason === "" || reason === "Error" ? code : `${code} (${reason})`;
}

/** Events that tell why a started or scheduled pod does not get ready. */
function blocks(event: PropertyMap): boolean {
  return ["Unhealthy", "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"].includes(
    textAt(event, "reason"),
  );
}

function passing(text: string): PodProblem {
  const short = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
  return { text: short, permanent: false };
}

/** Pods that still have to get ready: neither on their way out nor done. */
export function isUnready(pod: PropertyMap): boolean {
  return (
    metadataOf(pod).deletionTimestamp === undefined &&
    textAt(statusOf(pod), "phase") !== "Succeeded" &&
    conditionOf(pod, "Ready")?.status !== "True"
  );
}
