import { roleNames } from "../../verify/roles";
import type { Places } from "../../verify/targets";

const pods = roleNames.map((role, i) => [
  role,
  { name: `verify-${role}-r1`, namespace: "anywhere", ip: `10.244.1.${i + 1}` },
]);

/** A cluster as the tests see it. The check's pods are 10.244.1.1, .2 and so on, in their order. */
export const places: Places = {
  world: {
    invoiceApp: {
      name: "invoice-app.invoices.svc.cluster.local",
      serviceIp: "10.96.0.81",
      podIps: ["10.244.0.11"],
      port: 8081,
    },
    paymentProvider: {
      name: "payment-provider.payments.svc.cluster.local",
      serviceIp: "10.96.0.82",
      podIps: ["10.244.0.21", "10.244.0.22"],
      port: 8082,
    },
    invoicesDatabase: {
      name: "invoices-database.invoices.svc.cluster.local",
      serviceIp: "10.96.0.91",
      podIps: ["10.244.0.31"],
      port: 5432,
    },
    paymentsDatabase: {
      name: "payments-database.payments.svc.cluster.local",
      serviceIp: "10.96.0.92",
      podIps: ["10.244.0.32"],
      port: 5432,
    },
    nodePort: { host: "192.168.49.2", port: 30081 },
    kubeDns: { serviceIp: "10.96.0.10", podIps: ["10.244.0.5"] },
    apiServer: { serviceIp: "10.96.0.1", node: { host: "192.168.49.2", port: 8443 } },
  },
  pods: Object.fromEntries(pods) as Places["pods"],
  listener: { host: "192.168.49.254", port: 40000, identity: "outside-r1" },
  published: { host: "127.0.0.1", port: 30081 },
};
