import { runLabel } from "./killer-objects";
import { getJson, kubectl } from "./kubectl";
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

/** Asks each pod of a node to leave, as before its maintenance, and lets no other come. */
export async function drain(node: string): Promise<void> {
  const pods = ["--ignore-daemonsets", "--delete-emptydir-data", `--pod-selector=!${runLabel}`];
  await kubectl(["drain", node, ...pods, `--timeout=${drainTimeout}s`]);
}

/** Has a node run and take pods, whatever was done to it. */
export async function bringBack(node: string): Promise<void> {
  await docker("start", node);
  await kubectl(["uncordon", node]);
}

async function docker(...args: readonly string[]): Promise<void> {
  await outputOf(start("docker", args));
}
