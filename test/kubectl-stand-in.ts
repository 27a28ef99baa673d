import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A PATH on which a kubectl prints the configuration that KUBECONFIG names, as it is written: where there is one
 * cluster, that is what `kubectl config view --raw --flatten --minify --output=json` prints.
 *
 * @param folder Where the stand-in may lie.
 */
export function pathWithKubectl(folder: string): string {
  const programs = join(folder, "bin");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "kubectl"), '#!/bin/sh\ncat "$KUBECONFIG"\n', { mode: 0o755 });
  return [programs, process.env.PATH].join(delimiter);
}
