import { AllowTraffic, Microservice, TeamNamespace } from "../../components";
import { record } from "./recorder";

test("writes the caller's egress and the callee's ingress, to the callee's port", async () => {
  const { registered } = await record(() => {
    const service = (name: string, team: string, user: number, port: number) =>
      new Microservice(name, {
        in: new TeamNamespace(team, { team, user }),
        image: `${name}:0123`,
        port,
      });
    return new AllowTraffic("shop-to-ledger", {
      from: service("shop", "invoices", 20001, 8084),
      to: service("ledger", "payments", 20002, 8083),
    });
  });

  const halves = registered.filter(
    ({ parent }) => parent === "sre-challenge:AllowTraffic::shop-to-ledger",
  );
  const ports = [{ protocol: "TCP", port: 8083 }];
  expect(halves.map(({ name, inputs }) => ({ name, ...inputs }))).toMatchObject([
    {
      name: "shop-to-ledger-egress",
      metadata: { namespace: "invoices", labels: { team: "invoices" } },
      spec: {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "shop" } },
        policyTypes: ["Egress"],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "payments" } },
                podSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } },
              },
            ],
            ports,
          },
        ],
      },
    },
    {
      name: "shop-to-ledger-ingress",
      metadata: { namespace: "payments", labels: { team: "payments" } },
      spec: {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "ledger" } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "invoices" } },
                podSelector: { matchLabels: { "app.kubernetes.io/name": "shop" } },
              },
            ],
            ports,
          },
        ],
      },
    },
  ]);
});
