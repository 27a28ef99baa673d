import { restart, rolledOut } from "./deployment";
import { runLabel } from "./killer-objects";
import { getJson, kubectl } from "./kubectl";
import type { Named } from "./places";
import { outputOf, start } from "./process";

/** How long pods may take to leave a node, in seconds: a budget may keep them until another node is back. */
const drainTimeout = 180;

/** Names of the nodes that a label selector chooses, by default all. */
export async function nodeNames(selector = ""): Promise<string[]> {
  const args = ["nodes", "--selector", selector];
  const { items } = await getJson<{ items: { metadata: { name: string } }[] }>(args);
  return items.map(({ metadata }) => metadata.name);
}

/** All that runs on a node ends at once, as by a power cut. */
export async function killNode(node: string): Promise<void> {
  await docker("kill", node);
}

/**
 * Empties a node as before its maintenance. The services' pods go first, while their databases are there: a
 * successor waits for its database, and until it is ready a budget keeps the others.
 */
export async function drain(node: string, services: readonly Named[]): Promise<void> {
  await kubectl(["cordon", node]);
  await Promise.all(services.map(restart));
  await Promise.all(services.map((service) => rolledOut(service)));
  const pods = ["--ignore-daemonsets", "--delete-emptydir-data", `--pod-selector=!${runLabel}`];
  await kubectl(["drain", node, ...pods, `--timeout=${drainTimeout}s`]);
}

/** Has a node run and take pods, whatever was done to it. */
export async function bringBack(node: string): Promise<void> {
  await docker("start", node);
  await kubectl(["uncordon", node]);
}

/** Runs Docker, whose containers the nodes are. @throws CommandFailed with what it says. */
export async function docker(...args: readonly string[]): Promise<void> {
  await outputOf(start("docker", args));
}
