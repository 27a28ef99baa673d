import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { parseDockerignore } from "./dockerignore";

/**
 * What a build sees: the files and links of its context, without those that its ignore file leaves
 * out. A builder that does not know `<Dockerfile>.dockerignore` may see more, and copies no more.
 * A folder with nothing in it is not listed: git keeps none.
 *
 * @param context Folder of the build context.
 * @param dockerfile Path of the Dockerfile.
 * @returns paths in the context, parted by "/", folder by folder in the order of their names.
 * @throws RunError with the file and the line of a pattern that is not understood.
 */
export function contextFiles(context: string, dockerfile: string): string[] {
  const file = ignoreFile(context, dockerfile);
  const text = file === undefined ? "" : readFileSync(file, "utf8");
  const { ignores, letsInBelow } = parseDockerignore(text, file);
  const filesIn = (folder: string): string[] =>
    readdirSync(join(context, folder), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = posix.join(folder, entry.name);
        const ignored = ignores(path);
        if (entry.isDirectory()) return ignored && !letsInBelow(path) ? [] : filesIn(path);
        return ignored ? [] : [path];
      });
  return filesIn("");
}

/** Docker's own rule: the ignore file of this Dockerfile, else that of the context. */
export function ignoreFile(context: string, dockerfile: string): string | undefined {
  return [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find((path) =>
    existsSync(path),
  );
}
