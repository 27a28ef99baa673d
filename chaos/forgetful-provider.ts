import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CannotCheck } from "../cluster/cannot-check";
import { command, projectRoot } from "../cluster/command";
import { remedy } from "../cluster/kubeconfig";
import { paidService } from "../cluster/stack";

/** The build tag that makes payment-provider forget its keys. Nothing but this uses it. */
const buildTag = "nonidempotent";

const dockerfile = `Dockerfile.${paidService}`;

/**
 * Builds a payment-provider without idempotency, and pushes it if there is a registry.
 *
 * @param image That of the stack.
 * @returns a reference that means exactly this build.
 */
export async function buildForgetfulProvider(image: string, signal: AbortSignal): Promise<string> {
  const docker = (...args: string[]) => command("docker", args, remedy, signal);
  const name = forgetfulName(image);
  if (!takesTags(readFileSync(join(projectRoot, dockerfile), "utf8"))) {
    throw new CannotCheck(`${dockerfile}: it takes no GO_TAGS, so the tag would change nothing`);
  }
  await docker(
    "build",
    "--force-rm",
    `--tag=${name}`,
    `--file=${dockerfile}`,
    `--build-arg=GO_TAGS=${buildTag}`,
    ".",
  );
  if (!name.includes("/")) {
    // Without a registry the daemon is the node's. The image gets a name of its content.
    const id = (await docker("image", "inspect", "--format={{.Id}}", name)).trim();
    const unique = `${name}-${id.replace("sha256:", "").slice(0, 16)}`;
    await docker("tag", name, unique);
    return unique;
  }
  await docker("push", name);
  return (await docker("image", "inspect", "--format={{index .RepoDigests 0}}", name)).trim();
}

/** The image's name beside that of the stack: same registry, the tag says what it is. */
export function forgetfulName(image: string): string {
  const repository = image.split("@")[0]?.replace(/:[^/:]*$/, "") ?? "";
  return `${repository}:${buildTag}`;
}

/** Docker builds without a word from an argument that the Dockerfile does not use. */
export function takesTags(text: string): boolean {
  return /^ARG GO_TAGS\b/m.test(text) && /-tags[ =]"?[\w,]*\$\{?GO_TAGS\b/.test(text);
}
