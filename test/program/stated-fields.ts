/** `*` stands for each element of a list, if there is one. As a list where a name has dots. */
export type Path = string | readonly string[];

/** Of a pod: what it may do on its node and in the cluster, and where its names lead. */
function pod(spec: string): string[] {
  const container = [
    "image",
    "resources.limits",
    "resources.requests",
    "securityContext.allowPrivilegeEscalation",
    "securityContext.capabilities.drop",
    "securityContext.privileged",
    "securityContext.readOnlyRootFilesystem",
    "securityContext.runAsNonRoot",
    "securityContext.seccompProfile.type",
  ];
  return [
    ...[
      "automountServiceAccountToken",
      "dnsConfig",
      "dnsPolicy",
      "enableServiceLinks",
      "securityContext.fsGroup",
      "securityContext.runAsGroup",
      "securityContext.runAsNonRoot",
      "securityContext.runAsUser",
      "securityContext.seccompProfile.type",
      "serviceAccountName",
      "shareProcessNamespace",
    ],
    ...["containers", "initContainers"].flatMap((list) =>
      container.map((field) => `${list}.*.${field}`),
    ),
  ].map((field) => `${spec}.${field}`);
}

const rules = ["rules.*.apiGroups", "rules.*.resources", "rules.*.verbs"];
const subjects = ["roleRef.kind", "roleRef.name", "subjects", "subjects.*.kind", "subjects.*.name"];
const levels = ["enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version"];

/**
 * By kind, the fields that the program states on each object: those of its walls, roles, quotas and
 * pods' privileges. Pulumi sees a change of what is stated, and no other. A field that the API server
 * does not keep at its default cannot be stated: see test/drift/unstated.test.ts.
 */
export const statedFields: Readonly<Record<string, readonly Path[]>> = {
  ClusterRole: rules,
  ClusterRoleBinding: subjects,
  ConfigMap: ["data"],
  CronJob: pod("spec.jobTemplate.spec.template.spec"),
  Deployment: pod("spec.template.spec"),
  HorizontalPodAutoscaler: ["spec.minReplicas", "spec.maxReplicas", "spec.scaleTargetRef"],
  Job: pod("spec.template.spec"),
  LimitRange: ["spec.limits", "spec.limits.*.type", "spec.limits.*.max"],
  Namespace: levels.map((level) => ["metadata", "labels", `pod-security.kubernetes.io/${level}`]),
  NetworkPolicy: [
    "spec.podSelector",
    "spec.policyTypes",
    "spec.ingress.*.from",
    "spec.egress.*.to",
    ...["ingress", "egress"].flatMap((way) =>
      ["port", "protocol"].map((field) => `spec.${way}.*.ports.*.${field}`),
    ),
  ],
  PersistentVolumeClaim: ["spec.accessModes", "spec.resources.requests.storage"],
  PodDisruptionBudget: ["spec.selector", "spec.maxUnavailable"],
  ResourceQuota: ["spec.hard"],
  Role: rules,
  RoleBinding: subjects,
  Secret: ["stringData"],
  Service: [
    "spec.type",
    "spec.selector",
    "spec.ports.*.protocol",
    "spec.ports.*.targetPort",
    "spec.sessionAffinity",
    "spec.internalTrafficPolicy",
  ],
  ServiceAccount: ["automountServiceAccountToken"],
  StatefulSet: pod("spec.template.spec"),
  ValidatingAdmissionPolicy: [
    "spec.failurePolicy",
    "spec.matchConstraints.matchPolicy",
    "spec.matchConstraints.namespaceSelector",
    "spec.matchConstraints.objectSelector",
    "spec.matchConstraints.resourceRules",
    "spec.matchConstraints.resourceRules.*.scope",
    "spec.validations",
  ],
  ValidatingAdmissionPolicyBinding: ["spec.policyName", "spec.validationActions"],
};
