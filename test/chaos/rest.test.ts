import { untilRest } from "../../chaos/rest";
import { FakeKubectl } from "./fake-kubectl";
import { morePlaces } from "./places";

test("every database is waited for, and then until nothing is unpaid", async () => {
  const kubectl = new FakeKubectl();
  const unpaid = [2, 0];
  const clients = {
    pay: () => Promise.resolve(0),
    list: () => Promise.resolve(unpaid.shift() ?? NaN),
  };
  try {
    await untilRest(clients, morePlaces.databases, new AbortController().signal);
    expect(kubectl.changes.sort()).toEqual(
      ["invoices", "payments", "refunds"].map(
        (team) => `rollout status statefulset/${team}-database --namespace ${team} --timeout 300s`,
      ),
    );
    expect(unpaid).toEqual([]);
  } finally {
    kubectl.remove();
  }
});
