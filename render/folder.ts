import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotRender } from "./cannot-render";
import type { Manifest } from "./manifests";
import { toYaml } from "./yaml";

/** First line of each file: by it, files that may be replaced are told from others. */
export const header = "# Made by `npm run render`: what is changed here is lost.\n";

/**
 * Writes a file for each manifest, in the place of what was rendered to the folder before.
 *
 * @throws CannotRender if something else is in the folder, which is left as it is then, or it
 * cannot be written.
 */
export function writeFolder(folder: string, manifests: readonly Manifest[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    const other = otherFile(folder);
    if (other !== undefined) {
      throw new CannotRender(
        `--out "${folder}": ${other} was not rendered; expected an empty folder, a new one, or one rendered before`,
      );
    }
    for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
    for (const manifest of manifests) {
      const file = join(folder, manifest.path);
      mkdirSync(dirname(file), { recursive: true });
      // Two of one path would be a fault of ours, and none may hide the other.
      writeFileSync(file, header + toYaml(manifest), { flag: "wx" });
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new CannotRender(`--out "${folder}": ${error.message}; expected a folder to write to`);
  }
}

/** The first file that does not say that it was rendered. */
function otherFile(folder: string): string | undefined {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const other = entry.isDirectory()
      ? otherFile(path)
      : entry.isFile() && readFileSync(path, "utf8").startsWith(header)
        ? undefined
        : path;
    if (other !== undefined) return other;
  }
  return undefined;
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (Object(error) as NodeJS.ErrnoException).syscall === "string";
}
