// Exits with 0 if node_modules here is what package-lock.json says, whoever installed it: npm
// lists there what it installed, once it has finished. Optional packages may be missing, since
// many are for other systems.
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";

const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

function isCurrent() {
  const locked = packagesOf("package-lock.json");
  delete locked[""]; // the project itself
  const installed = packagesOf("node_modules/.package-lock.json");
  return (
    Object.entries(locked).every(
      ([path, it]) => it.optional === true || isDeepStrictEqual(installed[path], it),
    ) &&
    Object.entries(installed).every(
      ([path, it]) => isDeepStrictEqual(locked[path], it) && existsSync(path),
    )
  );
}

process.exit(existsSync("node_modules/.package-lock.json") && isCurrent() ? 0 : 1);
