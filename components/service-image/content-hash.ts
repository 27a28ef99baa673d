import { createHash } from "node:crypto";
import { type Stats, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { checkSources } from "../../build-context/check-sources";
import { contextFiles } from "../../build-context/context-files";

/**
 * A hash of all that goes into a build: the Dockerfile and the files that its ignore file lets in,
 * whether an instruction names them or not. The same content has the same hash on every machine: of a
 * file's rights it holds the owner's to execute it alone, as git keeps no other.
 *
 * @param context Folder of the build context.
 * @param dockerfile Name of the Dockerfile in it.
 * @returns 64 hex digits.
 * @throws RunError where the build would fail for a file: one that is named and not there, or ignored.
 */
export function contentHash(context: string, dockerfile: string): string {
  const files = contextFiles(context, join(context, dockerfile)).sort();
  checkSources(context, join(context, dockerfile), files);
  const hash = createHash("sha256");
  const add = (path: string, mode: string, content: Buffer): void => {
    hash.update(`${mode} ${path}\0${content.length}\0`).update(content);
  };
  add("Dockerfile", "", readFileSync(join(context, dockerfile)));
  for (const path of files) {
    const file = join(context, path);
    const stats = lstatSync(file);
    const content = stats.isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file);
    add(path, gitMode(stats), content);
  }
  return hash.digest("hex");
}

function gitMode(stats: Stats): string {
  if (stats.isSymbolicLink()) return "120000";
  return stats.mode & 0o100 ? "100755" : "100644";
}
