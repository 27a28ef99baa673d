import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, posix } from "node:path";
import { copiedPaths } from "./dockerfile";
import { parseDockerignore } from "./dockerignore";

/**
 * A hash of all that goes into a build: the Dockerfile and the files that it copies, without those
 * that its ignore file leaves out. The same content has the same hash on every machine.
 *
 * @param context Folder of the build context.
 * @param dockerfile Name of the Dockerfile in it.
 * @returns 64 hex digits.
 */
export function contentHash(context: string, dockerfile: string): string {
  const ignored = parseDockerignore(ignoreText(context, dockerfile));
  const sources = copiedPaths(readFileSync(join(context, dockerfile), "utf8"))
    .flatMap((path) => filesIn(context, path))
    .filter((path) => !ignored(path))
    .sort();

  const hash = createHash("sha256");
  for (const path of new Set([dockerfile, ...sources])) {
    const content = read(join(context, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Docker's own rule: the ignore file of this Dockerfile, else that of the context. */
function ignoreText(context: string, dockerfile: string): string {
  const file = [`${dockerfile}.dockerignore`, ".dockerignore"]
    .map((name) => join(context, name))
    .find((path) => existsSync(path));
  return file === undefined ? "" : readFileSync(file, "utf8");
}

/** The file itself, or all files in the folder and below, as paths in the context. */
function filesIn(context: string, path: string): string[] {
  return lstatSync(join(context, path)).isDirectory()
    ? readdirSync(join(context, path)).flatMap((name) => filesIn(context, posix.join(path, name)))
    : [path];
}

function read(file: string): Buffer {
  return lstatSync(file).isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file);
}
