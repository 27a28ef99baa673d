import { makeFault } from "../../chaos/faults";
import type { Fault } from "../../chaos/plan";
import { FakeKubectl } from "./fake-kubectl";

const places = {
  namespaces: { invoices: "invoices", payments: "payments" },
  podSelectors: { "invoice-app": "name=invoice-app", "payment-provider": "name=provider" },
};
const running = { running: { startedAt: "2026-01-01T00:00:00Z" } };

function pod(name: string, nodeName: string, ...containers: [id: string, state: object][]) {
  const containerStatuses = containers.map(([id, state]) => ({
    containerID: `containerd://${id}`,
    state,
  }));
  return {
    metadata: { name, namespace: "team" },
    spec: { nodeName },
    status: { containerStatuses },
  };
}

let kubectl: FakeKubectl;
let killed: [node: string, containers: readonly string[]][];
beforeEach(() => {
  kubectl = new FakeKubectl();
  killed = [];
});
afterEach(() => {
  kubectl.remove();
});

function make(fault: Omit<Extract<Fault, { kind: "crash" }>, "kind">) {
  const killer = {
    kill: (node: string, containers: readonly string[]) => {
      killed.push([node, containers]);
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  const tools = { places, policies: [], killer };
  return makeFault({ kind: "crash", ...fault }, tools, new AbortController().signal);
}

test("every pod's containers are killed, on each node at once", async () => {
  const items = [
    pod("a", "node-1", ["id-a", running]),
    pod("b", "node-2", ["id-b", running]),
    pod("c", "node-1", ["id-c", running], ["id-d", running]),
  ];
  kubectl.has("pods", { items });
  expect(await make({ target: "invoice-app", all: true, pick: 0 })).toEqual({
    made: true,
    what: "crash every pod of invoice-app: a, b, c",
  });
  expect(killed).toEqual([
    ["node-1", ["id-a", "id-c", "id-d"]],
    ["node-2", ["id-b"]],
  ]);
  expect(kubectl.changes).toEqual([]);
});

test("one pod's containers are killed", async () => {
  const items = [pod("a", "node-1", ["id-a", running]), pod("b", "node-2", ["id-b", running])];
  kubectl.has("pods", { items });
  await make({ target: "payment-provider", all: false, pick: 0.5 });
  expect(killed).toEqual([["node-2", ["id-b"]]]);
});

test("a database's container is killed", async () => {
  kubectl.has("pod", pod("database-0", "node-1", ["id-d", running]));
  await make({ target: "payments-database", all: false, pick: 0 });
  expect(killed).toEqual([["node-1", ["id-d"]]]);
});

test("what does not run is left alone, and where nothing runs, nothing is made", async () => {
  const dead = pod("a", "node-1", ["id-a", { terminated: {} }], ["id-b", { waiting: {} }]);
  kubectl.has("pods", { items: [dead, { metadata: { name: "b", namespace: "team" }, spec: {} }] });
  expect(await make({ target: "invoice-app", all: true, pick: 0 })).toEqual({
    made: false,
    what: "crash every pod of invoice-app: nothing runs in it right now",
  });
  expect(killed).toEqual([]);
});
