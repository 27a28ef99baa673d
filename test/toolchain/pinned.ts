import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The version, such as `v1.34.4`, that a module of toolchain/modules pins of one that it builds. */
export function pinned(module: string, dependency: string): string | undefined {
  const file = resolve(__dirname, "../../toolchain/modules", module, "go.mod");
  const line = new RegExp(`^(?:require |\t)${dependency} (v\\S+)`, "m");
  return line.exec(readFileSync(file, "utf8"))?.[1];
}
