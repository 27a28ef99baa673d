import { createHash } from "node:crypto";
import { Stats, lstatSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { contextFiles } from "../../../build-context/context-files";

/**
 * The official provider's `build.contextDigest`, to the digit: of the Dockerfile, whatever its name,
 * and of each file that the build sees, by its path, its mode and its content.
 *
 * @returns 64 hex digits
 */
export function contextDigest(context: string, dockerfile: string): string {
  const digest = createHash("sha256");
  const add = (path: string, mode: string, content: string | Buffer): void => {
    digest.update(path).update(mode);
    digest.update(createHash("sha256").update(content).digest()).update("\0");
  };
  add("Dockerfile", "----------", readFileSync(dockerfile));
  for (const path of contextFiles(context, dockerfile)) {
    const file = join(context, path);
    const stats = lstatSync(file);
    add(path, modeOf(stats), contentOf(file, stats));
  }
  return digest.digest("hex");
}

/** As Go writes it: `-rw-r--r--`, `Lrwxrwxrwx`. */
function modeOf(stats: Stats): string {
  const special = [
    stats.isSymbolicLink() && "L",
    stats.mode & 0o4000 && "u",
    stats.mode & 0o2000 && "g",
    stats.mode & 0o1000 && "t",
  ].filter(Boolean);
  const permissions = Array.from("rwxrwxrwx", (letter, i) =>
    stats.mode & (0o400 >> i) ? letter : "-",
  );
  return (special.join("") || "-") + permissions.join("");
}

/** Of a link, where it leads to: the build gets the link and not what is there. */
function contentOf(file: string, stats: Stats): string | Buffer {
  if (!stats.isSymbolicLink()) return stats.isFile() ? readFileSync(file) : "";
  const target = realpathSync(file);
  return isAbsolute(file) ? target : relative(process.cwd(), target);
}
