import { execFileSync } from "node:child_process";
import { join } from "node:path";

export const root = join(__dirname, "../..");

/** Minikube's own name for the container that is the node, and for its network. */
export const node = "sre-challenge";

/** `describe` where this machine reaches the nodes' network: not where Docker is a virtual machine. */
export const describeOnLinux = process.platform === "linux" ? describe : describe.skip;

export function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, { encoding: "utf8" });
}

/** What a shell script prints that runs as root on the node. */
export function runOnNode(script: string, ...args: readonly string[]): string {
  return docker("exec", node, "sh", "-euc", script, "sh", ...args);
}

/** This machine's address on the nodes' network. */
export function hostAddress(): string {
  return docker("network", "inspect", "--format={{(index .IPAM.Config 0).Gateway}}", node).trim();
}
