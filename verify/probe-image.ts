import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command";
import { remedy } from "./stack";

const context = join(__dirname, "probe");

/** Files of the probe that its image is made of, which .dockerignore says too. */
const isSource = (file: string) =>
  file === "Dockerfile" ||
  file === "go.mod" ||
  (file.endsWith(".go") && !file.endsWith("_test.go"));

/**
 * The reference of the probe's image, beside those of the services: same registry, content hash.
 *
 * @param neighbour Reference of a service's image, such as `localhost:5000/invoice-app@sha256:…`.
 */
export function probeReference(neighbour: string, hash: string): string {
  const parts = neighbour.split("/");
  return [...parts.slice(0, -1), `verify-probe:${hash}`].join("/");
}

/** Builds the image unless it is there, and pushes it if there is a registry. */
export async function probeImage(
  neighbour: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<string> {
  const reference = probeReference(neighbour, contentHash());
  const docker = (...args: string[]) => command("docker", args, remedy, signal);
  if ((await docker("image", "ls", "--quiet", reference)) === "") {
    say(`building ${reference}`);
    await docker("build", "--network", "none", "--tag", reference, context);
  }
  if (reference.includes("/")) {
    await docker("push", reference);
  }
  return reference;
}

function contentHash(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(context).filter(isSource).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(context, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
