import type { StackOutputs, WorkloadOutputs } from "../../../cluster/stack";

function workload(namespace: string, service: string, port: number): WorkloadOutputs {
  return { namespace, service, port, podLabels: { "app.kubernetes.io/name": service } };
}

/** Stack outputs as the tests use them. */
export const outputs: StackOutputs = {
  services: [
    {
      ...workload("invoices", "invoice-app", 8081),
      nodePort: 30081,
      image: "localhost:5000/invoice-app@sha256:1111",
      database: workload("invoices", "invoices-database", 5432),
    },
    {
      ...workload("payments", "payment-provider", 8082),
      image: "localhost:5000/payment-provider@sha256:2222",
      database: workload("payments", "payments-database", 5432),
    },
  ],
  teams: [
    { team: "invoices", namespace: "invoices", runAsUser: 20001 },
    { team: "payments", namespace: "payments", runAsUser: 20002 },
  ],
};
