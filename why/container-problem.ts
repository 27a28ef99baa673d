import type { Problem } from "./finding";
import type { Container, Ended, Warning } from "./objects";
import { oneLine } from "./one-line";

/**
 * Why a container does not run, or undefined where nothing is wrong with it so far.
 *
 * @param warnings the pod's warning events, oldest first
 */
export function containerProblem(
  { name, image, ready, state = {}, lastState = {} }: Container,
  warnings: readonly Warning[],
): Problem | undefined {
  const { waiting, terminated } = state;
  const message = oneLine(waiting?.message ?? "");
  switch (waiting?.reason) {
    case "ErrImagePull":
    case "ImagePullBackOff":
    case "ErrImageNeverPull":
    case "RegistryUnavailable":
      return {
        cause: `image ${image} cannot be pulled (${pullError(message, warnings)})`,
        next: "push that image or correct its name, then `pulumi up`; the node tries again by itself within 5 minutes",
      };
    case "InvalidImageName":
      return {
        cause: `image ${image} is not a valid name`,
        next: "correct the image's name, then `pulumi up`",
      };
    case "CreateContainerConfigError":
      return {
        // The kubelet names the pod, which would make each pod's problem another one.
        cause: `container ${name} cannot be created (${message.replace(/ \(pod: "[^"]*", container: [^)]*\)+$/, "")})`,
        next: configured(message),
      };
    case "CreateContainerError":
    case "RunContainerError":
      return notStarted(name, message);
    case "CrashLoopBackOff":
      return crashed(name, lastState.terminated, true, warnings);
  }
  if (terminated) {
    return terminated.exitCode === 0 ? undefined : crashed(name, terminated, false, warnings);
  }
  // Between two crashes it runs for a moment.
  const before = lastState.terminated;
  return !ready && before && before.exitCode !== 0
    ? crashed(name, before, true, warnings)
    : undefined;
}

/** What the registry said: the kubelet puts its own words before it, or says it in an event only. */
function pullError(message: string, warnings: readonly Warning[]): string {
  const own = /^(Back-off pulling image "[^"]*"(: ErrImagePull: )?|Error: ImagePullBackOff)/;
  const failed = /^Failed to pull image "[^"]*": /;
  const event = warnings.findLast((warning) => failed.test(warning.message ?? ""));
  return message.replace(own, "") || oneLine(event?.message?.replace(failed, "") ?? message);
}

function configured(message: string): string {
  if (/runAsNonRoot|non-root/.test(message)) {
    return "set `runAsUser` to a number other than 0 in the pod's spec, or `USER` in its Dockerfile, then `pulumi up`";
  }
  if (/not found|couldn't find key/.test(message)) {
    return "make what is missing, or correct its name: `pulumi up --refresh` makes again what the program owns";
  }
  return "correct the container's spec, then `pulumi up`";
}

function notStarted(name: string, message: string): Problem {
  return {
    cause: `container ${name} cannot be started (${message})`,
    next: "correct its command, its mounts or its image, then `pulumi up`",
  };
}

/** @param isLoop whether the container has been started again since */
function crashed(
  name: string,
  ended: Ended | undefined,
  isLoop: boolean,
  warnings: readonly Warning[],
): Problem {
  const { reason = "", message = "" } = ended ?? {};
  if (["StartError", "ContainerCannotRun"].includes(reason)) {
    return notStarted(name, oneLine(message));
  }
  const log = { container: name, previous: isLoop };
  const probe = ended && failedProbe(ended, warnings);
  if (probe) {
    return {
      cause: `container ${name} is killed by its probe (${oneLine(probe)})`,
      next: "mend what its log says, or give the probe more time",
      log,
    };
  }
  return {
    cause: `container ${name} ${isLoop ? "keeps crashing" : "ended"}${ended ? exit(ended) : ""}`,
    next:
      reason === "OOMKilled"
        ? "let it use less memory, or raise its memory limit, then `pulumi up`"
        : "mend what its log says, then `pulumi up`",
    log,
  };
}

/** What had a container killed that was asked to end or ended by a signal, and not for want of memory. */
function failedProbe({ exitCode, reason }: Ended, warnings: readonly Warning[]) {
  if (![0, 137, 143].includes(exitCode) || reason === "OOMKilled") return undefined;
  const failed = /^(Liveness|Startup) probe failed/;
  return warnings.findLast(({ message = "" }) => failed.test(message))?.message;
}

function exit({ exitCode, reason = "" }: Ended): string {
  const isSaid = ["", "Error", "Completed"].includes(reason);
  return ` with exit code ${exitCode}${isSaid ? "" : ` (${reason})`}`;
}
