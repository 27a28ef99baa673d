import { resolve } from "node:path";
import { CommandFailed, Docker } from "./command";
import { Image, dockerfileOf } from "./image";

/**
 * Builds an image in the daemon, by BuildKit, and tags it with its name.
 *
 * @returns `sha256:…`, its id in the daemon
 * @throws with the step that failed and the last lines of the build's output
 */
export async function buildImage(
  docker: Docker,
  image: Image,
  signal: AbortSignal,
  show: (line: string) => void,
): Promise<string> {
  let step: string | undefined;
  const onLine = (line: string): void => {
    step = stepIn(line) ?? step;
    if (!HOUSEKEEPING.test(line)) show(line.replace(PREFIX, ""));
  };
  try {
    const environment = { DOCKER_BUILDKIT: "1" };
    await docker.run({ args: buildArguments(image), environment, signal, onLine });
  } catch (error) {
    throw error instanceof CommandFailed ? new Error(failureOf(step, error.lines)) : error;
  }
  return inspect(docker, image, signal);
}

/**
 * The command line of a build. Arguments of the build are seen in the process list and in the
 * image's history: a secret is not safe there.
 */
export function buildArguments({ imageName, build }: Image): string[] {
  const { addHosts, args, cacheFrom, context, network, platform, target } = build;
  return [
    "build",
    "--progress=plain",
    `--tag=${imageName}`,
    `--file=${resolve(dockerfileOf(build))}`,
    ...Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...addHosts.map((mapping) => `--add-host=${mapping}`),
    ...cacheFrom.images.map((name) => `--cache-from=${name}`),
    ...(network === undefined ? [] : [`--network=${network}`]),
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
    ...(target === undefined ? [] : [`--target=${target}`]),
    resolve(context),
  ];
}

/** What BuildKit says beside the steps and what they print. */
const HOUSEKEEPING = /^(?:#\d+ (?:sha256:|DONE|CACHED|transferring )|------$| > \[)/;

/** Before what a step says: its number and, before what it prints, the seconds. */
const PREFIX = /^#\d+ (?:\d+\.\d+ )?/;

/** The step that a line begins. */
function stepIn(line: string): string | undefined {
  const match = /^#\d+ \[(?:[^\]]* )?(\d+\/\d+)\] (.*)$/.exec(line);
  if (!match) return undefined;
  const [, number = "", instruction = ""] = match;
  const short = instruction.length > 120 ? `${instruction.slice(0, 119)}…` : instruction;
  return `step ${number}: ${short}`;
}

/** Where a build failed, and what that step printed. */
function failureOf(step: string | undefined, lines: readonly string[]): string {
  const begin = lines.findLastIndex((line) => stepIn(line) !== undefined);
  const output = lines
    .slice(begin + 1)
    .filter((line) => !HOUSEKEEPING.test(line))
    .map((line) => line.replace(PREFIX, ""));
  return [`the build failed${step === undefined ? "" : ` at ${step}`}`, ...output].join("\n");
}

const FORMAT = "{{.Id}} {{.Os}}/{{.Architecture}}";

async function inspect(docker: Docker, image: Image, signal: AbortSignal): Promise<string> {
  const args = ["image", "inspect", `--format=${FORMAT}`, image.imageName];
  const [line = ""] = await docker.run({ args, signal });
  const [id = "", platform = ""] = line.split(" ");
  const wanted = image.build.platform;
  if (wanted !== undefined && !samePlatform(wanted, platform)) {
    throw new Error(
      `build.platform: ${wanted} was asked for, but the daemon's builder made ${platform}; ` +
        "build on a daemon of that platform",
    );
  }
  return id;
}

/** Compared without the variant, which not every builder records. */
function samePlatform(a: string, b: string): boolean {
  const [osA, architectureA] = a.split("/");
  const [osB, architectureB] = b.split("/");
  return osA === osB && architectureA === architectureB;
}
