/** Objects that hold no data, and are deleted. */
export const removedByHand: readonly string[] = [
  "NetworkPolicy payments/payments-dns-egress",
  "NetworkPolicy invoices/invoice-app-to-payment-provider-egress",
  "ResourceQuota invoices/invoices",
  "LimitRange payments/payments",
  "Role invoices/invoices-break-glass",
  "RoleBinding invoices/invoices",
  "ClusterRoleBinding access-platform",
  "ValidatingAdmissionPolicyBinding sre-challenge-workloads",
  "ValidatingAdmissionPolicy sre-challenge-tokens",
  "PodDisruptionBudget invoices/invoice-app",
  "HorizontalPodAutoscaler payments/payment-provider",
  "CronJob payments/payments-database-restore",
  "Job invoices/invoices-database-migration",
  "Deployment invoices/invoice-app",
  "Service payments/payment-provider",
  "ServiceAccount invoices/invoices-database-backup",
  "Secret invoices/invoices-database-owner",
  "ConfigMap invoices/invoices-database-scripts",
];

/** Objects that somebody deletes and makes otherwise, with what cannot be changed afterwards. */
export const remadeByHand: readonly { readonly object: string; readonly change: object }[] = [
  {
    object: "RoleBinding payments/payments-viewer",
    change: {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "break-glass" },
    },
  },
  {
    object: "Service payments/payments-database",
    change: { spec: { clusterIP: "None", clusterIPs: ["None"] } },
  },
];
