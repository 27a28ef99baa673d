import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, projectRoot } from "../../../cluster/command";
import { remedy } from "../../../cluster/kubeconfig";

/** The node's own registry, by the name that Docker and the kubelet both have for it. */
const repository = "localhost:30500/root-image-test";

/** Whom the services' images name. */
export const imageUser = 65532;

/** How long one run of Docker's client may take, in ms; a build compiles Go. */
const dockerDeadline = 240_000;

/**
 * The Dockerfile of payment-provider with another line, or none, for the user.
 *
 * @throws if the user there is not `imageUser`.
 */
export function dockerfileWithUser(instruction: "" | `USER ${string}`): string {
  const file = "Dockerfile.payment-provider";
  const own = `USER ${imageUser}:${imageUser}\n`;
  const text = readFileSync(join(projectRoot, file), "utf8");
  if (!text.includes(own)) {
    throw new Error(`${file} has no line "${own.trim()}" to replace`);
  }
  return text.replace(own, instruction === "" ? "" : `${instruction}\n`);
}

/** Images in the registry, under a tag that tells their content. */
export class PushedImages {
  private readonly references = new Set<string>();

  /** @returns the reference of the image. */
  async push(dockerfile: string): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "root-image-"));
    try {
      const file = join(folder, "Dockerfile");
      writeFileSync(file, dockerfile);
      const id = await docker("build", "--quiet", "--network", "none", "--file", file, ".");
      const reference = `${repository}:${id.replace("sha256:", "").slice(0, 16)}`;
      await docker("tag", id, reference);
      this.references.add(reference);
      await docker("push", "--quiet", reference);
      return reference;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Takes the tags back; the registry keeps the layers, which are those of the service's image. */
  async remove(): Promise<void> {
    if (this.references.size > 0) await docker("image", "rm", ...this.references);
  }
}

async function docker(...args: readonly string[]): Promise<string> {
  const stdout = await command("docker", args, remedy, AbortSignal.timeout(dockerDeadline));
  return stdout.trim();
}
