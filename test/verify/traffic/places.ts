import { actorsOf } from "../../../verify/traffic/actors";
import type { Places, StagePod } from "../../../verify/traffic/targets";
import { twoTeams } from "../../two-teams";

const pods = actorsOf(twoTeams).map(({ name }, i): [string, StagePod] => [
  name,
  { name: `verify-${name}-r1`, namespace: "anywhere", ip: `10.244.1.${i + 1}` },
]);

/** A cluster as the tests see it. The check's pods are 10.244.1.1, .2 and so on, in their order. */
export const places: Places = {
  world: {
    services: {
      "invoice-app": {
        name: "invoice-app.invoices.svc.cluster.local",
        serviceIp: "10.96.0.81",
        podIps: ["10.244.0.11"],
        port: 8081,
        nodePort: { host: "192.168.49.2", port: 30081 },
      },
      "payment-provider": {
        name: "payment-provider.payments.svc.cluster.local",
        serviceIp: "10.96.0.82",
        podIps: ["10.244.0.21", "10.244.0.22"],
        port: 8082,
        nodePort: undefined,
      },
    },
    databases: {
      "invoices-database": {
        name: "invoices-database.invoices.svc.cluster.local",
        serviceIp: "10.96.0.91",
        podIps: ["10.244.0.31"],
        port: 5432,
      },
      "payments-database": {
        name: "payments-database.payments.svc.cluster.local",
        serviceIp: "10.96.0.92",
        podIps: ["10.244.0.32"],
        port: 5432,
      },
    },
    kubeDns: { serviceIp: "10.96.0.10", podIps: ["10.244.0.5"] },
    apiServer: { serviceIp: "10.96.0.1", node: { host: "192.168.49.2", port: 8443 } },
  },
  pods: Object.fromEntries(pods),
  listener: { host: "192.168.49.254", port: 40000, identity: "outside-r1" },
  published: { host: "127.0.0.1", port: 30081 },
};
