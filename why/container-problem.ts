import type { Problem } from "./finding";
import type { Container, Ended, Warning } from "./objects";
import { oneLine } from "./one-line";

/**
 * Why a container does not run, or undefined where nothing is wrong with it so far.
 *
 * @param warnings the pod's warning events, oldest first
 */
export function containerProblem(
  container: Container,
  warnings: readonly Warning[],
): Problem | undefined {
  const { name, image, ready, state, lastState } = container;
  const message = oneLine(state.waiting?.message ?? "");
  switch (state.waiting?.reason) {
    case "ErrImagePull":
    case "ImagePullBackOff":
    case "ErrImageNeverPull":
    case "RegistryUnavailable":
      return {
        cause: `image ${image} cannot be pulled (${pullError(message, warnings)})`,
        next:
          "push that image or correct its name, then `pulumi up`; " +
          "the node tries again by itself within 5 minutes",
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
      return crashed("keeps crashing", container, lastState.terminated, true, warnings);
  }
  if (state.terminated) {
    return state.terminated.exitCode === 0
      ? undefined
      : crashed("ended", container, state.terminated, false, warnings);
  }
  // Between two crashes it runs for a moment.
  const before = lastState.terminated;
  return !ready && before !== undefined && before.exitCode !== 0
    ? crashed("keeps crashing", container, before, true, warnings)
    : undefined;
}

/** What the registry said: the kubelet puts its own words before it, or says it in an event only. */
function pullError(message: string, warnings: readonly Warning[]): string {
  const own = /^(Back-off pulling image "[^"]*"(: ErrImagePull: )?|Error: ImagePullBackOff)/;
  const said = message.replace(own, "");
  if (said !== "") return said;
  const failed = /^Failed to pull image "[^"]*": /;
  const event = warnings.findLast((warning) => failed.test(warning.message));
  return event ? oneLine(event.message.replace(failed, "")) : message;
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

function crashed(
  how: "keeps crashing" | "ended",
  { name }: Container,
  ended: Ended | undefined,
  previous: boolean,
  warnings: readonly Warning[],
): Problem {
  if (ended !== undefined && ["StartError", "ContainerCannotRun"].includes(ended.reason)) {
    return notStarted(name, oneLine(ended.message));
  }
  const log = { container: name, previous };
  const probe = ended && isKilled(ended) ? failedProbe(warnings) : undefined;
  if (probe !== undefined) {
    return {
      cause: `container ${name} is killed by its probe (${probe})`,
      next: "mend what its log says, or give the probe more time",
      log,
    };
  }
  const cause = `container ${name} ${how}${ended ? ` with ${exit(ended)}` : ""}`;
  if (ended?.reason === "OOMKilled") {
    return {
      cause,
      next: "let it use less memory, or raise its memory limit, then `pulumi up`",
      log,
    };
  }
  return { cause, next: "mend what its log says, then `pulumi up`", log };
}

/** Asked to end or ended by a signal, and not for want of memory. */
function isKilled({ exitCode, reason }: Ended): boolean {
  return [0, 137, 143].includes(exitCode) && reason !== "OOMKilled";
}

function failedProbe(warnings: readonly Warning[]): string | undefined {
  const event = warnings.findLast(({ message }) =>
    /^(Liveness|Startup) probe failed/.test(message),
  );
  return event && oneLine(event.message);
}

function exit({ exitCode, reason }: Ended): string {
  return reason === "" || reason === "Error" || reason === "Completed"
    ? `exit code ${exitCode}`
    : `exit code ${exitCode} (${reason})`;
}
