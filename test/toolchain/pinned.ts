import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Each module that one of toolchain/modules pins, with its version, such as `v1.34.4`. */
export function allPinned(module: string): Readonly<Record<string, string>> {
  const file = resolve(__dirname, "../../toolchain/modules", module, "go.mod");
  const lines = readFileSync(file, "utf8").matchAll(/^(?:require |\t)(\S+) (v\S+)/gm);
  return Object.fromEntries([...lines].map(([, path = "", version = ""]) => [path, version]));
}

/** The version that a module of toolchain/modules pins of one that it builds. */
export function pinned(module: string, dependency: string): string | undefined {
  return allPinned(module)[dependency];
}
