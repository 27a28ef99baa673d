import { replaceCrashed } from "../../chaos/fresh-pods";
import { FakeKubectl } from "./fake-kubectl";
import { morePlaces, places } from "./places";

let kubectl: FakeKubectl;
beforeEach(() => {
  kubectl = new FakeKubectl();
});
afterEach(() => {
  kubectl.remove();
});

function pod(name: string, restartCount?: number) {
  const metadata = { name, namespace: "team" };
  return restartCount === undefined
    ? { metadata, spec: {} }
    : { metadata, spec: {}, status: { containerStatuses: [{ restartCount }] } };
}

test("pods that have crashed are replaced and waited for, the others stay", async () => {
  kubectl.has("pods", { items: [pod("new"), pod("sound", 0), pod("crashed", 2)] });
  // Both namespaces have the same pods here.
  expect(await replaceCrashed(places)).toEqual(["crashed", "crashed"]);
  const deleted = "delete pod crashed --namespace team --ignore-not-found";
  expect(kubectl.changes.slice(0, 2)).toEqual([deleted, deleted]);
  expect(kubectl.changes.slice(2).sort()).toEqual([
    "wait deployment/invoice-app --for=condition=Available --namespace invoices --timeout 300s",
    "wait deployment/payment-provider --for=condition=Available --namespace payments --timeout 300s",
  ]);
});

test("every team's namespace is looked through, and every service waited for", async () => {
  kubectl.has("pods", { items: [] });
  await replaceCrashed(morePlaces);
  expect(kubectl.reads.sort()).toEqual(
    ["invoices", "payments", "refunds", "tips"].map(
      (team) => `pods --namespace ${team} --selector `,
    ),
  );
  expect(kubectl.changes).toContain(
    "wait deployment/refund-desk --for=condition=Available --namespace refunds --timeout 300s",
  );
});

test("where none has crashed, none is replaced", async () => {
  kubectl.has("pods", { items: [pod("sound", 0)] });
  expect(await replaceCrashed(places)).toEqual([]);
  expect(kubectl.changes.filter((call) => call.startsWith("delete"))).toEqual([]);
});
