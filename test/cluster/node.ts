import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../..");

/** `describe` where the cluster is a node of its own; on a laptop Minikube's own container is. */
export const describeOnNode = existsSync(join(root, ".state/node/root")) ? describe : describe.skip;

/** What a shell script prints that runs as root on the node, in its namespaces only. */
export function runOnNode(script: string, ...args: readonly string[]): string {
  const enter = `
    set -euo pipefail
    ROOT=$1 STATE=$1/.state
    shift
    source "$ROOT/toolchain/node/machine.sh"
    machine_exec env --chdir=/ sh -c "$@"`;
  return execFileSync("bash", ["-c", enter, "bash", root, script, "sh", ...args], {
    encoding: "utf8",
  });
}

/** The host's address on its link with the node. */
export function hostAddress(): string {
  const print = `
    ROOT=$1 STATE=$1/.state
    source "$ROOT/toolchain/node/machine.sh"
    printf '%s' "$NODE_HOST_ADDRESS"`;
  return execFileSync("bash", ["-c", print, "bash", root], { encoding: "utf8" });
}
