import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "./command";
import { remedy } from "./kubeconfig";
import type { Say } from "../command-line/run-command";

/** An image of a Go program without dependencies, whose tag is a hash of its sources. */
export interface ContentImage {
  readonly name: string;
  /** Where its Dockerfile is. */
  readonly folder: string;
}

/** Files that an image is made of, which .dockerignore says too. */
const isSource = (file: string) =>
  file === "Dockerfile" ||
  file === "go.mod" ||
  (file.endsWith(".go") && !file.endsWith("_test.go"));

/**
 * The reference of an image beside those of the services: same registry, content hash.
 *
 * @param neighbour Reference of a service's image, such as `localhost:30500/invoice-app@sha256:…`.
 */
export function contentReference(name: string, neighbour: string, hash: string): string {
  const parts = neighbour.split("/");
  return [...parts.slice(0, -1), `${name}:${hash}`].join("/");
}

/**
 * Builds the image unless it is there, and pushes it if there is a registry.
 *
 * @returns its reference.
 */
export async function contentImage(
  { name, folder }: ContentImage,
  neighbour: string,
  signal: AbortSignal,
  say: Say,
): Promise<string> {
  const reference = contentReference(name, neighbour, contentHash(folder));
  const docker = (...args: string[]) => command("docker", args, remedy, signal);
  if ((await docker("image", "ls", "--quiet", reference)) === "") {
    say(`building ${reference}`);
    await docker("build", "--network", "none", "--tag", reference, folder);
  }
  if (reference.includes("/")) {
    await docker("push", reference);
  }
  return reference;
}

function contentHash(folder: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).filter(isSource).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
