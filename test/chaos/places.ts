import type { Places } from "../../chaos/places";

/** Where a stack has put the two services. */
export const places: Places = {
  namespaces: { invoices: "invoices", payments: "payments" },
  podSelectors: { "invoice-app": "name=invoice-app", "payment-provider": "name=provider" },
  workers: ["m02", "m03"],
};
