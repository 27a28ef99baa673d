import type { StackOutputs } from "../../verify/stack";

/** Stack outputs as the tests use them. */
export const outputs: StackOutputs = {
  invoiceApp: {
    namespace: "invoices",
    service: "invoice-app",
    port: 8081,
    nodePort: 30081,
    podLabels: { "app.kubernetes.io/name": "invoice-app" },
    image: "localhost:5000/invoice-app@sha256:1111",
    database: {
      namespace: "invoices",
      service: "invoices-database",
      port: 5432,
      podLabels: { "app.kubernetes.io/name": "invoices-database" },
    },
  },
  paymentProvider: {
    namespace: "payments",
    service: "payment-provider",
    port: 8082,
    podLabels: { "app.kubernetes.io/name": "payment-provider" },
    image: "localhost:5000/payment-provider@sha256:2222",
    database: {
      namespace: "payments",
      service: "payments-database",
      port: 5432,
      podLabels: { "app.kubernetes.io/name": "payments-database" },
    },
  },
};
