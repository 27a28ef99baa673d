import { isOfOthers } from "../two-teams";
import { canReach, type End, policiesOf, type Policy, type Target } from "./reachability";
import { runProgram, stackConfig } from "./run-program";

const name = (service: string) => ({ "app.kubernetes.io/name": service });

function pod(namespace: string, address: string, labels = {}, namespaceLabels = {}): End {
  return {
    namespace,
    address,
    labels,
    namespaceLabels: { "kubernetes.io/metadata.name": namespace, ...namespaceLabels },
  };
}

const invoiceApp = pod("invoices", "10.244.0.11", { ...name("invoice-app"), team: "invoices" });
const provider = pod("payments", "10.244.0.12", { ...name("payment-provider"), team: "payments" });
const invoicesDatabase = pod("invoices", "10.244.0.17", name("invoices-database"));
const paymentsDatabase = pod("payments", "10.244.0.18", name("payments-database"));
const invoicesBackup = pod("invoices", "10.244.0.19", name("invoices-database-backup"));
const paymentsBackup = pod("payments", "10.244.0.20", name("payments-database-backup"));
const invoicesMigration = pod("invoices", "10.244.0.22", name("invoices-database-migration"));
const paymentsMigration = pod("payments", "10.244.0.23", name("payments-database-migration"));
const dns = pod("kube-system", "10.244.0.2", { "k8s-app": "kube-dns" });
const copier = pod("issuer-keys", "10.244.0.24", name("issuer-keys"));
const inInvoices = pod("invoices", "10.244.0.13", { team: "invoices" });
const inPayments = pod("payments", "10.244.0.14", { team: "payments" });

const callers: Record<string, End> = {
  outside: { address: "203.0.113.9" },
  "invoice-app": invoiceApp,
  "stranger in invoices": inInvoices,
  "payment-provider": provider,
  "stranger in payments": inPayments,
  "invoices' database": invoicesDatabase,
  "payments' database": paymentsDatabase,
  "invoices' backup": invoicesBackup,
  "payments' backup": paymentsBackup,
  "invoices' migration": invoicesMigration,
  "payments' migration": paymentsMigration,
  "the keys' copier": copier,
  "invoice-app's double in default": pod("default", "10.244.0.15", invoiceApp.labels),
  "payment-provider's double in default": pod("default", "10.244.0.21", provider.labels),
  "invoice-app's double in a namespace of the same labels": pod(
    "fake",
    "10.244.0.16",
    invoiceApp.labels,
    {
      team: "invoices",
      "app.kubernetes.io/part-of": "sre-challenge",
    },
  ),
};

const targets: Target[] = [
  { ...invoiceApp, port: 8081 },
  { ...invoiceApp, port: 9090 },
  { ...provider, port: 8082 },
  { ...provider, port: 9090 },
  { ...inInvoices, port: 8081 },
  { ...inPayments, port: 8082 },
  { ...invoicesDatabase, port: 5432 },
  { ...invoicesDatabase, port: 8081 },
  { ...paymentsDatabase, port: 5432 },
  { ...paymentsDatabase, port: 8082 },
  { ...dns, port: 53, protocol: "UDP" },
  { ...dns, port: 53 },
  { ...dns, port: 9153 },
  { ...pod("kube-system", "10.244.0.3"), port: 53, protocol: "UDP" },
  { ...copier, port: 8443 },
  { address: "192.168.49.2", port: 8443 },
  { address: "203.0.113.9", port: 443 },
];

function table(policies: readonly Policy[]) {
  return Object.fromEntries(
    Object.entries(callers).map(([caller, from]) => [
      caller,
      targets.map((to) => (canReach(policies, from, to) ? "yes" : " - ")).join(" "),
    ]),
  );
}

// The columns, in the order of `targets`: invoice-app on its port and on its metrics', payment-provider
// likewise, a stranger in each team's namespace, each team's database on its port and on another, DNS
// by UDP, by TCP and its metrics, another pod of kube-system, the keys' copier, the API server, the world.
const expected = {
  outside: "yes  -   -   -   -   -   -   -   -   -  yes yes yes yes  -  yes yes",
  "invoice-app": " -   -  yes  -   -   -  yes  -   -   -  yes yes  -   -   -   -   - ",
  "stranger in invoices": " -   -   -   -   -   -   -   -   -   -  yes yes  -   -   -   -   - ",
  "payment-provider": " -   -   -   -   -   -   -   -  yes  -  yes yes  -   -   -   -   - ",
  "stranger in payments": " -   -   -   -   -   -   -   -   -   -  yes yes  -   -   -   -   - ",
  "invoices' database": " -   -   -   -   -   -   -   -   -   -  yes yes  -   -   -   -   - ",
  "payments' database": " -   -   -   -   -   -   -   -   -   -  yes yes  -   -   -   -   - ",
  "invoices' backup": " -   -   -   -   -   -  yes  -   -   -  yes yes  -   -   -   -   - ",
  "payments' backup": " -   -   -   -   -   -   -   -  yes  -  yes yes  -   -   -   -   - ",
  "invoices' migration": " -   -   -   -   -   -  yes  -   -   -  yes yes  -   -   -   -   - ",
  "payments' migration": " -   -   -   -   -   -   -   -  yes  -  yes yes  -   -   -   -   - ",
  "the keys' copier": " -   -   -   -   -   -   -   -   -   -   -   -   -   -   -  yes yes",
  "invoice-app's double in default":
    " -   -   -   -   -   -   -   -   -   -  yes yes yes yes  -  yes yes",
  "payment-provider's double in default":
    " -   -   -   -   -   -   -   -   -   -  yes yes yes yes  -  yes yes",
  "invoice-app's double in a namespace of the same labels":
    " -   -   -   -   -   -   -   -   -   -  yes yes yes yes  -  yes yes",
};

describe("who may reach whom", () => {
  let policies: Policy[];

  beforeAll(async () => {
    const all = policiesOf((await runProgram(stackConfig("dev"))).registered);
    policies = all.filter(({ namespace, name }) => !isOfOthers(`${namespace}/${name}`));
  });

  test("all of it", () => {
    expect(table(policies)).toEqual(expected);
  });

  test("without a policy, everyone reaches everyone", () => {
    const cells = Object.values(table([])).flatMap((row) => row.split(" "));
    expect(new Set(cells)).toEqual(new Set(["yes"]));
  });

  test("every policy is needed", () => {
    const idle = policies.filter((policy) => {
      const others = policies.filter((other) => other !== policy);
      return JSON.stringify(table(others)) === JSON.stringify(expected);
    });
    expect(policies).not.toEqual([]);
    expect(idle).toEqual([]);
  });
});

test("a load balancer lets in only whom the stack names", async () => {
  const { registered } = await runProgram(stackConfig("eks"));
  const policies = policiesOf(registered);
  const reaches = (address: string, to: Target) => canReach(policies, { address }, to);
  const app = { ...invoiceApp, port: 8081 };
  expect(reaches("10.100.3.4", app)).toBe(true);
  expect(reaches("10.0.3.4", app)).toBe(false);
  expect(reaches("203.0.113.9", app)).toBe(false);
  expect(reaches("10.100.3.4", { ...provider, port: 8082 })).toBe(false);
});

test("an external database is called at the addresses that the stack names", async () => {
  const { registered } = await runProgram(stackConfig("eks"));
  const policies = policiesOf(registered);
  const reaches = (from: End, address: string, port: number) =>
    canReach(policies, from, { address, port });
  expect(reaches(invoiceApp, "10.1.0.9", 5432)).toBe(true);
  expect(reaches(provider, "10.1.1.9", 5432)).toBe(true);
  expect(reaches(paymentsMigration, "10.1.1.9", 5432)).toBe(true);
  expect(reaches(invoiceApp, "10.1.1.9", 5432)).toBe(false);
  expect(reaches(invoiceApp, "10.1.0.9", 443)).toBe(false);
  expect(reaches(inInvoices, "10.1.0.9", 5432)).toBe(false);
});
