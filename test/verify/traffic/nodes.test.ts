import type { Cluster } from "../../../verify/traffic/cluster";
import type { JudgedCell } from "../../../verify/traffic/judge";
import { acrossNodes, nodesForPods } from "../../../verify/traffic/nodes";

const { signal } = new AbortController();

interface Node {
  readonly name: string;
  readonly ready?: string;
  readonly spec?: object;
}

const clusterOf = (...nodes: readonly Node[]): Cluster => {
  const items = nodes.map(({ name, ready = "True", spec = {} }) => ({
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    spec,
    status: { conditions: [{ type: "Ready", status: ready }] },
  }));
  return { core: { listNode: () => Promise.resolve({ items }) } } as unknown as Cluster;
};

test("pods are put on nodes that take them", async () => {
  const taint = (effect: string) => ({ taints: [{ key: "k", effect }] });
  const cluster = clusterOf(
    { name: "b" },
    { name: "dead", ready: "Unknown" },
    { name: "drained", spec: { unschedulable: true } },
    { name: "reserved", spec: taint("NoSchedule") },
    { name: "a", spec: taint("PreferNoSchedule") },
  );
  expect(await nodesForPods(cluster, signal)).toEqual(["a", "b"]);
});

test("a node that is ready again is waited for", async () => {
  let asked = 0;
  const listNode = () =>
    clusterOf({ name: "a", ready: asked++ > 0 ? "True" : "Unknown" }).core.listNode();
  const cluster = { core: { listNode } } as unknown as Cluster;
  expect(await nodesForPods(cluster, signal)).toEqual(["a"]);
});

test("a cluster that takes no pods cannot be checked", async () => {
  const dead = clusterOf({ name: "dead", ready: "False" });
  await expect(nodesForPods(dead, signal, Date.now() - 1)).rejects.toThrow("no node takes pods");
});

test("a cell crosses nodes if its client asked a pod of another node", () => {
  const nodeOf = new Map([
    ["10.244.0.1", "n1"],
    ["10.244.0.2", "n1"],
    ["10.244.1.1", "n2"],
  ]);
  const cell = (from: JudgedCell["from"], to: JudgedCell["to"], ...addresses: string[]) => ({
    id: `${from} -> ${to}`,
    from,
    to,
    observations: addresses.map((address) => ({ address })),
  });
  const cells = [
    cell("invoice-app", "payment-provider/pod-ip", "10.244.0.2:8082", "10.244.1.1:8082"),
    cell("invoice-app", "payment-provider/stand-in", "10.244.0.2:8082"),
    cell("invoice-app", "payment-provider/service-ip", "10.96.0.82:8082"),
    cell("outside", "invoice-app/pod-ip", "10.244.1.1:8081"),
  ] as unknown as JudgedCell[];
  expect(acrossNodes(cells, { "invoice-app": { ip: "10.244.0.1" } }, nodeOf)).toEqual([
    "invoice-app -> payment-provider/pod-ip",
  ]);
});
