import type { Changed } from "./changed";

/** Changes that hide who made them. */
export const forged: readonly Changed[] = [
  {
    object: "NetworkPolicy payments/invoice-app-to-payment-provider-ingress",
    patch: [{ op: "replace", path: "/spec/ingress/0/from", value: [] }],
    fields: ["spec.ingress"],
    manager: "own",
  },
  {
    object: "NetworkPolicy invoices/invoice-app-outside-ingress",
    patch: [
      { op: "replace", path: "/spec/ingress", value: [{}] },
      { op: "replace", path: "/metadata/managedFields", value: [{}] },
    ],
    fields: ["spec.ingress"],
  },
  {
    object: "Role invoices/invoices",
    patch: [
      {
        op: "add",
        path: "/rules/-",
        value: { apiGroups: [""], resources: ["secrets"], verbs: ["*"] },
      },
    ],
    fields: ["rules["],
    manager: "own",
  },
];
