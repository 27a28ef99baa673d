import type { Database, Places, Service } from "../../chaos/places";

const workload = (namespace: string, name: string) => ({
  namespace,
  name,
  podSelector: `app.kubernetes.io/name=${name}`,
});
const service = (team: string, name: string): Service => ({
  kind: "service",
  ...workload(team, name),
});
const database = (team: string): Database => ({
  kind: "database",
  ...workload(team, `${team}-database`),
});

export const invoiceApp = service("invoices", "invoice-app");
export const paymentProvider = service("payments", "payment-provider");
export const refundDesk = service("refunds", "refund-desk");
export const invoicesDatabase = database("invoices");
export const paymentsDatabase = database("payments");
export const refundsDatabase = database("refunds");

/** Where a stack has put two teams' services. */
export const places: Places = {
  services: [invoiceApp, paymentProvider],
  databases: [invoicesDatabase, paymentsDatabase],
  namespaces: ["invoices", "payments"],
  workers: ["m02", "m03"],
};

/** The same with a third team that has a service, and a fourth that has none. */
export const morePlaces: Places = {
  services: [...places.services, refundDesk],
  databases: [...places.databases, refundsDatabase],
  namespaces: [...places.namespaces, "refunds", "tips"],
  workers: places.workers,
};
