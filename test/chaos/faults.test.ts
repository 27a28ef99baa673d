import { chosen, makeFault } from "../../chaos/faults";
import type { Fault } from "../../chaos/plan";
import type { Policy } from "../../chaos/policies";
import { FakeKubectl } from "./fake-kubectl";
import { invoiceApp, invoicesDatabase, morePlaces, paymentProvider, refundDesk } from "./places";

const policy: Policy = {
  metadata: {
    name: "allow-1",
    namespace: "payments",
    labels: { team: "payments" },
    managedFields: [{ manager: "pulumi" }],
  },
  spec: { podSelector: { matchLabels: { it: "is" } }, ingress: [{}] },
};
/** test/chaos/crash.test.ts is about it. */
const killer = { aim: () => Promise.reject(new Error()), remove: () => Promise.resolve() };

let kubectl: FakeKubectl;
beforeEach(() => {
  kubectl = new FakeKubectl();
  hasPods("invoices");
});
afterEach(() => {
  kubectl.remove();
});

function make(fault: Fault, signal = new AbortController().signal, due = () => Promise.resolve()) {
  return makeFault(fault, { places: morePlaces, policies: [policy], killer }, signal, due);
}

function hasPods(namespace: string): void {
  const pod = (name: string, deletionTimestamp?: string) => ({
    metadata: { name, namespace, deletionTimestamp },
  });
  kubectl.has("pods", { items: [pod("a"), pod("gone", "2026-01-01T00:00:00Z"), pod("b")] });
}

const force = "--ignore-not-found --grace-period=0 --force --wait=false";

test("one pod is killed, of those that are not going anyway", async () => {
  const fault = { kind: "kill", target: paymentProvider, all: false, pick: 0.5 } as const;
  const what = "kill a pod of payment-provider: b";
  hasPods("payments");
  expect(await make(fault)).toEqual({ made: true, what });
  expect(kubectl.changes).toEqual([`delete pod b --namespace payments ${force}`]);
});

test("nothing is made before its moment", async () => {
  const due = () => Promise.reject(new Error("not yet"));
  const { signal } = new AbortController();
  await make({ kind: "kill", target: invoiceApp, all: true, pick: 0 }, signal, due);
  await make({ kind: "shut", pick: 0, lasts: 1 }, signal, due);
  expect(kubectl.changes).toEqual([]);
});

test("every pod is killed", async () => {
  await make({ kind: "kill", target: invoiceApp, all: true, pick: 0 });
  expect(kubectl.changes.sort()).toEqual([
    `delete pod a --namespace invoices ${force}`,
    `delete pod b --namespace invoices ${force}`,
  ]);
});

test("a database's one pod is killed", async () => {
  kubectl.has("pods", { items: [{ metadata: { name: "database-0", namespace: "invoices" } }] });
  await make({ kind: "kill", target: invoicesDatabase, all: false, pick: 0.9 });
  expect(kubectl.changes).toEqual([`delete pod database-0 --namespace invoices ${force}`]);
});

test("a target's pods are those that the stack names", async () => {
  await make({ kind: "kill", target: refundDesk, all: true, pick: 0 });
  expect(kubectl.reads).toEqual([
    "pods --namespace refunds --selector app.kubernetes.io/name=refund-desk",
  ]);
});

test("an eviction asks as a drain does, and may be refused", async () => {
  kubectl.refuses("eviction", "would violate the disruption budget");
  const made = await make({ kind: "evict", target: invoiceApp, pick: 0 });
  expect(made.made).toBe(false);
  expect(made.what).toContain("would violate the disruption budget");
  expect(kubectl.changes).toEqual([
    "create --raw /api/v1/namespaces/invoices/pods/a/eviction --filename - <<< " +
      '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":"invoices","name":"a"}}',
  ]);
});

test("a restart is signed by chaos", async () => {
  await make({ kind: "restart", target: paymentProvider });
  expect(kubectl.changes).toEqual([
    "rollout restart deployment/payment-provider --namespace payments --field-manager chaos",
  ]);
});

const restored =
  "apply --server-side --force-conflicts --field-manager pulumi --filename - <<< " +
  '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"allow-1",' +
  '"namespace":"payments","labels":{"team":"payments"}},' +
  '"spec":{"podSelector":{"matchLabels":{"it":"is"}},"ingress":[{}]}}';

test("a policy that is dropped cuts what is connected, and is back in its owner's name", async () => {
  const status = { podIP: "10.244.0.7" };
  kubectl.has("pods", { items: [{ spec: { nodeName: "n1" }, status }, { spec: {} }] });
  await make({ kind: "shut", pick: 0.9, lasts: 1 });
  const [dropped, ...cut] = kubectl.changes;
  expect(dropped).toBe("delete networkpolicy --namespace payments allow-1");
  expect(cut.join("\n")).toMatch(/^docker exec n1 sh -c .* sh 10\.244\.0\.7$/ms);
  expect(cut.at(-1)).toBe(restored);
});

test("an interrupted run does not wait to put a policy back", async () => {
  const stopped = AbortSignal.abort();
  await make({ kind: "shut", pick: 0, lasts: 3_600_000 }, stopped);
  expect(kubectl.changes.at(-1)).toBe(restored);
});

test("a policy is put back even if it could not be dropped for certain", async () => {
  kubectl.refuses("^delete", "time-out");
  expect((await make({ kind: "shut", pick: 0, lasts: 1 })).made).toBe(false);
  expect(kubectl.changes.at(-1)).toBe(restored);
});

test("where there is no pod, nothing is made", async () => {
  kubectl.has("pods", { items: [] });
  const made = await make({ kind: "kill", target: invoiceApp, all: false, pick: 0 });
  expect(made).toEqual({
    made: false,
    what: "kill a pod of invoice-app: there is none right now",
  });
});

test.each([
  [0, "a"],
  [0.33, "a"],
  [0.34, "b"],
  [0.99, "c"],
  [1, "c"],
])("%d points at %s", (pick, item) => {
  expect(chosen(["a", "b", "c"], pick)).toBe(item);
});

const uncordoned = ["docker start m02", "uncordon m02"];
/** Each service by itself, side by side with the others. */
const moved = [
  ["invoice-app", "invoices"],
  ["payment-provider", "payments"],
  ["refund-desk", "refunds"],
].map(([service, namespace]) => [
  `rollout restart deployment/${service} --namespace ${namespace} --field-manager chaos`,
  `rollout status deployment/${service} --namespace ${namespace} --timeout 300s`,
]);
const drained =
  "drain m02 --ignore-daemonsets --delete-emptydir-data --pod-selector=!sre-challenge/chaos --timeout=180s";

test("a node that was killed is back afterwards, and one that was drained takes pods again", async () => {
  expect(await make({ kind: "node-death", pick: 0, lasts: 100 })).toEqual({
    made: true,
    what: "kill a node for 0.1 s: m02",
  });
  expect(kubectl.changes).toEqual(["docker kill m02", ...uncordoned]);
  await make({ kind: "drain", pick: 0.4, lasts: 1 });
  const [first, ...rest] = kubectl.changes.slice(3);
  const between = rest.splice(0, moved.flat().length);
  expect([first, ...rest]).toEqual(["cordon m02", drained, ...uncordoned]);
  for (const steps of moved) {
    expect(between.filter((change) => steps.includes(change))).toEqual(steps);
  }
});

test("an interrupted run does not wait to bring a node back", async () => {
  await make({ kind: "node-death", pick: 0, lasts: 3_600_000 }, AbortSignal.abort());
  expect(kubectl.changes.slice(1)).toEqual(uncordoned);
});

test("a node takes pods again even if it could not be drained", async () => {
  kubectl.refuses("^drain", "a budget");
  expect((await make({ kind: "drain", pick: 0, lasts: 1 })).made).toBe(false);
  expect(kubectl.changes.slice(-uncordoned.length)).toEqual(uncordoned);
});
