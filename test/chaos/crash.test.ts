import { makeFault } from "../../chaos/faults";
import type { Killer } from "../../chaos/killer";
import type { Fault } from "../../chaos/plan";
import { FakeKubectl } from "./fake-kubectl";
import { invoiceApp, paymentProvider, paymentsDatabase, places } from "./places";

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
/** What happened, one after the other. */
let happened: string[];
beforeEach(() => {
  kubectl = new FakeKubectl();
  happened = [];
});
afterEach(() => {
  kubectl.remove();
});

const killer: Killer = {
  aim: (targets) => {
    const nodes = [...targets].map(([node, ids]) => `${node}: ${ids.join(" ")}`);
    happened.push(`aim at ${nodes.join(", ")}`);
    return Promise.resolve({
      fire: () => {
        happened.push("fire");
        return Promise.resolve();
      },
      cancel: () => happened.push("cancel"),
    });
  },
  remove: () => Promise.resolve(),
};

function make(fault: Omit<Extract<Fault, { kind: "crash" }>, "kind">, due = dueAtOnce) {
  const tools = { places, policies: [], killer };
  return makeFault({ kind: "crash", ...fault }, tools, new AbortController().signal, due);
}

function dueAtOnce(): Promise<void> {
  happened.push("due");
  return Promise.resolve();
}

test("every pod's containers are killed, on each node at once", async () => {
  const items = [
    pod("a", "node-1", ["id-a", running]),
    pod("b", "node-2", ["id-b", running]),
    pod("c", "node-1", ["id-c", running], ["id-d", running]),
  ];
  kubectl.has("pods", { items });
  expect(await make({ target: invoiceApp, all: true, pick: 0 })).toEqual({
    made: true,
    what: "crash every pod of invoice-app: a, b, c",
  });
  expect(happened).toEqual([
    "aim at node-1: id-a id-c id-d, node-2: id-b",
    "due",
    "fire",
    "cancel",
  ]);
  expect(kubectl.changes).toEqual([]);
});

test("one pod's containers are killed", async () => {
  const items = [pod("a", "node-1", ["id-a", running]), pod("b", "node-2", ["id-b", running])];
  kubectl.has("pods", { items });
  await make({ target: paymentProvider, all: false, pick: 0.5 });
  expect(happened).toContain("aim at node-2: id-b");
});

test("a database's container is killed", async () => {
  kubectl.has("pods", { items: [pod("database-0", "node-1", ["id-d", running])] });
  await make({ target: paymentsDatabase, all: false, pick: 0 });
  expect(happened).toContain("aim at node-1: id-d");
});

test("what does not run is left alone, and where nothing runs, nothing is made", async () => {
  const dead = pod("a", "node-1", ["id-a", { terminated: {} }], ["id-b", { waiting: {} }]);
  kubectl.has("pods", { items: [dead, { metadata: { name: "b", namespace: "team" }, spec: {} }] });
  expect(await make({ target: invoiceApp, all: true, pick: 0 })).toEqual({
    made: false,
    what: "crash every pod of invoice-app: nothing runs in it right now",
  });
  expect(happened).toEqual([]);
});

test("a run that is interrupted before the moment kills nothing", async () => {
  kubectl.has("pods", { items: [pod("a", "node-1", ["id-a", running])] });
  const made = await make({ target: invoiceApp, all: true, pick: 0 }, () =>
    Promise.reject(new Error("interrupted")),
  );
  expect(made.made).toBe(false);
  expect(happened).toEqual(["aim at node-1: id-a", "cancel"]);
});
