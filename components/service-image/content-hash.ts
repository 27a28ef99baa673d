import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { contextFiles } from "../../build-context/context-files";

/**
 * A hash of all that goes into a build: the Dockerfile and the files that its ignore file lets in.
 * The same content has the same hash on every machine.
 *
 * @param context Folder of the build context.
 * @param dockerfile Name of the Dockerfile in it.
 * @returns 64 hex digits.
 */
export function contentHash(context: string, dockerfile: string): string {
  const hash = createHash("sha256");
  const files = contextFiles(context, join(context, dockerfile)).sort();
  for (const path of new Set([dockerfile, ...files])) {
    const content = read(join(context, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function read(file: string): Buffer {
  return lstatSync(file).isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file);
}
