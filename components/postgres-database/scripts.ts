import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the scripts are mounted. */
export const scriptsPath = "/scripts";

/** Text of each file by its name. */
export type Scripts = Readonly<Record<string, string>>;

/** What the database's containers run, from the folder beside this file. */
export function readScripts(folder = join(__dirname, "scripts")): Scripts {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/**
 * A name that changes with the scripts. What mounts them is thus rolled, and a pod that still runs
 * keeps the ones that it started with.
 */
export function scriptsName(database: string, scripts: Scripts): string {
  const hash = createHash("sha256").update(JSON.stringify(scripts)).digest("hex");
  return `${database}-scripts-${hash.slice(0, 10)}`;
}
