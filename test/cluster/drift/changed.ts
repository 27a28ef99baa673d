/** A change of an object of the program, by a patch. */
export interface Changed {
  /** Kind, namespace and the program's own name of the object. */
  readonly object: string;
  /** A JSON patch as a list, a merge patch otherwise. */
  readonly patch: object;
  /** The fields that drift has to name, or what they begin with. */
  readonly fields: readonly string[];
  /** @default none: the object itself */
  readonly subresource?: string;
  /** Who kubectl passes for; `own` for the manager that Pulumi applies by. @default kubectl's own name */
  readonly manager?: string;
}

const everybody = {
  kind: "Group",
  apiGroup: "rbac.authorization.k8s.io",
  name: "system:authenticated",
};
const add = (path: string, value: unknown) => [{ op: "add", path, value }];
const replace = (path: string, value: unknown) => [{ op: "replace", path, value }];
const secrets = { apiGroups: [""], resources: ["secrets"], verbs: ["*"] };
const meta = (fields: object) => ({ metadata: fields });
const spec = (fields: object) => ({ spec: fields });
const template = (fields: object) => spec({ template: fields });

/** While it runs it writes the keys anew each minute, whoever changed them. */
export const keysCopierStopped: Changed = {
  object: "Deployment issuer-keys/issuer-keys",
  patch: spec({ replicas: 0 }),
  fields: ["spec.replicas"],
};

/** Fields that are stated, and that are not; lists, labels, annotations, finalizers, owners. */
export const changedByHand: readonly Changed[] = [
  {
    object: "Namespace payments",
    patch: meta({ labels: { "pod-security.kubernetes.io/enforce": "privileged" } }),
    fields: ['metadata.labels["pod-security.kubernetes.io/enforce"]'],
  },
  {
    object: "Namespace invoices",
    patch: meta({ annotations: { "scheduler.alpha.kubernetes.io/node-selector": "a=b" } }),
    fields: ['metadata.annotations["scheduler.alpha.kubernetes.io/node-selector"]'],
  },
  {
    object: "ResourceQuota payments/payments",
    patch: spec({ hard: { pods: "100" } }),
    fields: ["spec.hard.pods"],
  },
  {
    object: "LimitRange invoices/invoices",
    patch: add("/spec/limits/-", { type: "Pod", max: { cpu: "8" } }),
    fields: ["spec.limits["],
  },
  {
    object: "NetworkPolicy payments/payments-default-deny",
    patch: spec({ ingress: [{}] }),
    fields: ["spec.ingress"],
  },
  {
    object: "NetworkPolicy invoices/invoices-default-deny",
    patch: spec({ policyTypes: ["Ingress"] }),
    fields: ["spec.policyTypes"],
  },
  {
    object: "NetworkPolicy invoices/invoices-dns-egress",
    patch: [{ op: "remove", path: "/spec/egress/0/to/0/podSelector" }],
    fields: ["spec.egress[0].to[0].podSelector"],
  },
  {
    object: "Role payments/payments",
    patch: add("/rules/-", secrets),
    fields: ["rules["],
  },
  {
    object: "Role invoices/invoices-viewer",
    patch: add("/rules/0/verbs/-", "delete"),
    fields: ["rules[0].verbs"],
  },
  {
    object: "RoleBinding invoices/invoices-viewer",
    patch: add("/subjects/-", everybody),
    fields: ["subjects["],
  },
  {
    object: "RoleBinding payments/payments-break-glass",
    patch: replace("/subjects/0/name", "system:authenticated"),
    fields: ["subjects[0].name"],
  },
  {
    object: "ClusterRole access-platform",
    patch: replace("/rules/0/verbs", ["*"]),
    fields: ["rules[0].verbs"],
  },
  {
    object: "ClusterRoleBinding access-platform",
    patch: add("/subjects/-", everybody),
    fields: ["subjects["],
  },
  {
    object: "ValidatingAdmissionPolicy sre-challenge-secrets",
    patch: replace("/spec/validations/0/expression", "true"),
    fields: ["spec.validations[0].expression"],
  },
  {
    object: "ValidatingAdmissionPolicy sre-challenge-jobs",
    patch: add("/spec/matchConditions/-", { name: "never", expression: "false" }),
    fields: ["spec.matchConditions[name=never]"],
  },
  {
    object: "ValidatingAdmissionPolicyBinding sre-challenge-pods",
    patch: spec({ validationActions: ["Audit"] }),
    fields: ["spec.validationActions"],
  },
  {
    object: "ValidatingAdmissionPolicyBinding sre-challenge-configmaps",
    patch: spec({ matchResources: { namespaceSelector: { matchLabels: { none: "none" } } } }),
    fields: ["spec.matchResources"],
  },
  {
    object: "Deployment payments/payment-provider",
    patch: template({
      spec: { containers: [{ name: "payment-provider", env: [{ name: "X", value: "y" }] }] },
    }),
    fields: ["spec.template.spec.containers[name=payment-provider].env[name=X]"],
  },
  {
    object: "Deployment invoices/invoice-app",
    patch: spec({ replicas: 0 }),
    subresource: "scale",
    fields: ["spec.replicas"],
  },
  {
    object: "StatefulSet payments/payments-database",
    // The pod stays: nothing is rolled that is to be deleted first.
    patch: spec({
      updateStrategy: { type: "OnDelete", rollingUpdate: null },
      template: { spec: { hostNetwork: true } },
    }),
    fields: ["spec.template.spec.hostNetwork", "spec.updateStrategy"],
  },
  {
    object: "StatefulSet invoices/invoices-database",
    patch: spec({ persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } }),
    fields: ["spec.persistentVolumeClaimRetentionPolicy.whenScaled"],
  },
  {
    object: "CronJob payments/payments-database-backup",
    patch: spec({ schedule: "0 0 31 2 *" }),
    fields: ["spec.schedule"],
  },
  {
    object: "CronJob invoices/invoices-database-backup",
    patch: add("/spec/jobTemplate/spec/template/spec/containers/0/args", ["-c", "true"]),
    fields: ["spec.jobTemplate.spec.template.spec.containers[name=backup].args"],
  },
  {
    object: "HorizontalPodAutoscaler payments/payment-provider",
    patch: spec({ behavior: { scaleUp: { selectPolicy: "Disabled" } } }),
    fields: ["spec.behavior"],
  },
  {
    object: "HorizontalPodAutoscaler invoices/invoice-app",
    patch: spec({ maxReplicas: 20 }),
    fields: ["spec.maxReplicas"],
  },
  {
    object: "PodDisruptionBudget payments/payments-database",
    patch: spec({ maxUnavailable: "100%" }),
    fields: ["spec.maxUnavailable"],
  },
  {
    object: "Service payments/payment-provider",
    patch: spec({ externalIPs: ["192.0.2.1"] }),
    fields: ["spec.externalIPs", "spec.externalTrafficPolicy"],
  },
  {
    object: "Service invoices/invoice-app",
    patch: spec({ sessionAffinity: "ClientIP" }),
    fields: ["spec.sessionAffinity", "spec.sessionAffinityConfig"],
  },
  {
    object: "Service payments/payments-database",
    patch: spec({ publishNotReadyAddresses: true }),
    fields: ["spec.publishNotReadyAddresses"],
  },
  {
    object: "Service invoices/invoices-database",
    patch: meta({ finalizers: ["example.com/stay"] }),
    fields: ["metadata.finalizers"],
  },
  {
    object: "ServiceAccount payments/payment-provider",
    patch: { automountServiceAccountToken: true },
    fields: ["automountServiceAccountToken"],
  },
  {
    object: "ServiceAccount invoices/invoice-app",
    patch: meta({ annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/x" } }),
    fields: ['metadata.annotations["eks.amazonaws.com/role-arn"]'],
  },
  {
    object: "Secret payments/payments-database-owner",
    patch: { data: { password: "Y2hhbmdlZA==" } },
    fields: ["data.password"],
  },
  {
    object: "Secret invoices/invoices-database-service",
    patch: { data: { more: "Y2hhbmdlZA==" } },
    fields: ["data.more"],
  },
  {
    object: "ConfigMap payments/payments-database-scripts",
    patch: meta({ labels: { "app.kubernetes.io/managed-by": null } }),
    fields: ['metadata.labels["app.kubernetes.io/managed-by"]'],
  },
  {
    object: "ConfigMap payments/issuer-keys-payments",
    patch: {
      data: { "jwks.json": '{"keys":[{"kid":"drift-test","kty":"RSA","n":"AQAB","e":"AQAB"}]}' },
    },
    fields: ['data["jwks.json"].keys[kid='],
  },
  keysCopierStopped,
  {
    object: "PersistentVolumeClaim payments/payments-database-backup",
    patch: meta({ labels: { team: "invoices" } }),
    fields: ["metadata.labels.team"],
  },
];
