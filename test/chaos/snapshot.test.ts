import { lookAt } from "../../chaos/snapshot";
import { FakeKubectl } from "./fake-kubectl";
import { morePlaces } from "./places";

let kubectl: FakeKubectl;
beforeEach(() => {
  kubectl = new FakeKubectl();
});
afterEach(() => {
  kubectl.remove();
});

test("every team's policies and every service's Deployment are noted, a third team's too", async () => {
  const policy = { spec: { podSelector: { matchLabels: { it: "is" } }, ingress: [{}] } };
  const wall = { spec: { podSelector: {} } };
  const deployment = { metadata: { name: "any" } };
  kubectl.has("networkpolicies", { items: [policy, wall] });
  kubectl.has("deployment", deployment);
  expect(await lookAt(morePlaces)).toEqual({
    policies: morePlaces.namespaces.map(() => policy),
    deployments: morePlaces.services.map(() => deployment),
    workers: ["m02", "m03"],
  });
  expect(kubectl.reads.sort()).toEqual([
    "deployment invoice-app --namespace invoices",
    "deployment payment-provider --namespace payments",
    "deployment refund-desk --namespace refunds",
    "networkpolicies --namespace invoices",
    "networkpolicies --namespace payments",
    "networkpolicies --namespace refunds",
    "networkpolicies --namespace tips",
  ]);
});
