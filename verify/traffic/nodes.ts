import { setTimeout as sleep } from "node:timers/promises";
import type { V1Node } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck } from "../../cluster/cannot-check";
import { remedy } from "../../cluster/kubeconfig";
import type { Cluster } from "./cluster";
import type { JudgedCell } from "./judge";
import type { CellId, ClientName } from "./names";
import { saysReady } from "./world";

/** The label by which a pod asks for a node. */
export const nodeLabel = "kubernetes.io/hostname";

/** How long a node may take to be ready again, as after an API server that was away, in ms. */
const readyDeadline = 60_000;
const pollInterval = 500;

/**
 * Values of `nodeLabel` of the nodes that take pods, sorted.
 *
 * @throws CannotCheck if there is none within the deadline.
 */
export async function nodesForPods(
  { core }: Cluster,
  signal: AbortSignal,
  deadline = Date.now() + readyDeadline,
): Promise<string[]> {
  for (;;) {
    const { items } = await core.listNode();
    const names = items
      .filter(takesPods)
      .flatMap(({ metadata }) => metadata?.labels?.[nodeLabel] ?? []);
    if (names.length > 0) {
      return names.sort();
    }
    if (Date.now() > deadline) {
      throw new CannotCheck(`no node takes pods.\n${remedy}`);
    }
    await sleep(pollInterval, undefined, { signal });
  }
}

function takesPods({ spec, status }: V1Node): boolean {
  const repels = spec?.taints?.some(({ effect }) => effect !== "PreferNoSchedule");
  return saysReady(status?.conditions) && spec?.unschedulable !== true && repels !== true;
}

/** The node of each pod, by the pod's address. */
export type NodeOfAddress = ReadonlyMap<string, string>;

export async function nodesOfPods({ core }: Cluster): Promise<NodeOfAddress> {
  const { items } = await core.listPodForAllNamespaces();
  return new Map(
    items
      .filter(({ spec }) => spec?.hostNetwork !== true)
      .map(({ spec, status }) => [status?.podIP ?? "", spec?.nodeName ?? ""]),
  );
}

/** Cells whose client asked a pod on another node than its own. */
export function acrossNodes(
  cells: readonly JudgedCell[],
  clients: Readonly<Partial<Record<ClientName, { readonly ip: string }>>>,
  nodeOf: NodeOfAddress,
): CellId[] {
  return cells
    .filter(({ from, observations }) => {
      const own = nodeOf.get(clients[from]?.ip ?? "");
      const asked = observations.map(({ address }) => nodeOf.get(address.replace(/:.*$/, "")));
      return own !== undefined && asked.some((node) => node !== undefined && node !== own);
    })
    .map(({ id }) => id);
}
