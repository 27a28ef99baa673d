import { resolve } from "node:path";
import { CommandFailed, Docker } from "./command";
import { Image, dockerfileOf } from "./image";

export interface BuiltImage {
  /** `sha256:…` of the image in the daemon. */
  readonly id: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}

/**
 * Builds an image in the daemon and tags it with its name.
 *
 * @throws with the step that failed and the last lines of the build's output
 */
export async function buildImage(
  docker: Docker,
  image: Image,
  signal: AbortSignal,
  show: (line: string) => void,
): Promise<BuiltImage> {
  let step: string | undefined;
  const onLine = (line: string): void => {
    step = stepIn(line) ?? step;
    if (!HOUSEKEEPING.test(line)) show(line);
  };
  try {
    const environment = builderEnvironment(image);
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
    "--force-rm",
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

/** Without a wish of the program, the machine's DOCKER_BUILDKIT or the CLI decides. */
function builderEnvironment({ build }: Image): Record<string, string> {
  if (build.builderVersion === undefined) return {};
  return { DOCKER_BUILDKIT: build.builderVersion === "BuilderV1" ? "0" : "1" };
}

/** What the daemon's own builder says between the steps. */
const HOUSEKEEPING = /^(?: ---> |Removing intermediate container )/;

/** The step that a line begins, in the words of the daemon's own builder or of BuildKit. */
function stepIn(line: string): string | undefined {
  const match =
    /^Step (\d+\/\d+) : (.*)$/.exec(line) ?? /^#\d+ \[(?:[^\]]* )?(\d+\/\d+)\] (.*)$/.exec(line);
  if (!match) return undefined;
  const [, number = "", instruction = ""] = match;
  const short = instruction.length > 120 ? `${instruction.slice(0, 119)}…` : instruction;
  return `step ${number}: ${short}`;
}

/** Where a build failed, and what that step printed. */
function failureOf(step: string | undefined, lines: readonly string[]): string {
  const begin = lines.findLastIndex((line) => stepIn(line) !== undefined);
  const output = lines.slice(begin + 1).filter((line) => !HOUSEKEEPING.test(line));
  return [`the build failed${step === undefined ? "" : ` at ${step}`}`, ...output].join("\n");
}

const FORMAT = "{{.Id}} {{.Os}}/{{.Architecture}}";

async function inspect(docker: Docker, image: Image, signal: AbortSignal): Promise<BuiltImage> {
  const args = ["image", "inspect", `--format=${FORMAT}`, image.imageName];
  const [line = ""] = await docker.run({ args, signal });
  const [id = "", platform = ""] = line.split(" ");
  const wanted = image.build.platform;
  if (wanted !== undefined && !samePlatform(wanted, platform)) {
    throw new Error(
      `build.platform: ${wanted} was asked for, but the daemon's builder made ${platform}; ` +
        "build on a daemon of that platform, or by BuildKit",
    );
  }
  return { id, platform };
}

/** Compared without the variant, which not every builder records. */
function samePlatform(a: string, b: string): boolean {
  const [osA, architectureA] = a.split("/");
  const [osB, architectureB] = b.split("/");
  return osA === osB && architectureA === architectureB;
}
