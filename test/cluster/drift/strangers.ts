import { postgresImage } from "../../../components/postgres-database/server";
import { teamUsers } from "../../two-teams";

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io/v1";
const name = "drift-test";

const labels = { "drift-test": "none" };
const selector = { matchLabels: labels };
const podSpec = {
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: teamUsers.invoices,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name: "none",
      image: postgresImage,
      resources: {
        requests: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        limits: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      },
    },
  ],
};
const template = { metadata: { labels }, spec: podSpec };
/** Of a Job. */
export const jobTemplate = { metadata: { labels }, spec: { ...podSpec, restartPolicy: "Never" } };
/** On no node at all. */
const nowhere = { metadata: { labels }, spec: { ...podSpec, nodeSelector: labels } };

const allOf = (group: string, subjects: string[]) => ({
  apiGroup: group,
  kind: "Group",
  name: subjects[0],
});
const role = (kind: string, role: string) => ({ apiGroup: rbac, kind, name: role });
const service = { name, namespace: "default", path: "/", port: 443 };
const webhook = {
  name: "drift-test.example.com",
  clientConfig: { service },
  failurePolicy: "Ignore",
  sideEffects: "None",
  admissionReviewVersions: ["v1"],
  rules: [
    { apiGroups: ["example.com"], apiVersions: ["*"], resources: ["*"], operations: ["CREATE"] },
  ],
};

/** An object that is not the program's, as kubectl takes it. */
export interface Stranger {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: object;
    readonly annotations?: object;
    readonly ownerReferences?: readonly object[];
  };
  readonly [field: string]: unknown;
}

function at(namespace: string, apiVersion: string, kind: string, fields: object = {}): Stranger {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}

export function atPayments(apiVersion: string, kind: string, fields: object): Stranger {
  return at("payments", apiVersion, kind, fields);
}

function clusterWide(apiVersion: string, kind: string, fields: object = {}): Stranger {
  return { apiVersion, kind, metadata: { name }, ...fields };
}

/** Each grants, opens or runs something. */
export const strangers: readonly Stranger[] = [
  at("payments", "networking.k8s.io/v1", "NetworkPolicy", {
    spec: { podSelector: {}, ingress: [{}] },
  }),
  at("payments", "networking.k8s.io/v1", "Ingress", {
    spec: { defaultBackend: { service: { name: "payment-provider", port: { number: 8082 } } } },
  }),
  at("payments", `${rbac}/v1`, "Role", {
    rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["*"] }],
  }),
  at("payments", `${rbac}/v1`, "RoleBinding", {
    roleRef: role("ClusterRole", "cluster-admin"),
    subjects: [{ apiGroup: rbac, kind: "User", name: "jane" }],
  }),
  at("default", `${rbac}/v1`, "RoleBinding", {
    roleRef: role("ClusterRole", "edit"),
    subjects: [allOf(rbac, ["team:payments"])],
  }),
  at("kube-system", `${rbac}/v1`, "RoleBinding", {
    roleRef: role("ClusterRole", "view"),
    subjects: [{ apiGroup: rbac, kind: "User", name: "jane" }],
  }),
  {
    ...clusterWide(`${rbac}/v1`, "ClusterRole", { rules: [] }),
    metadata: { name, labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } },
  },
  clusterWide(`${rbac}/v1`, "ClusterRoleBinding", {
    roleRef: role("ClusterRole", "view"),
    subjects: [allOf(rbac, ["system:serviceaccounts:payments"])],
  }),
  clusterWide(admission, "ValidatingAdmissionPolicy", {
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ["example.com"], apiVersions: ["*"], resources: ["*"], operations: ["*"] },
        ],
      },
      validations: [{ expression: "true" }],
    },
  }),
  clusterWide(admission, "ValidatingAdmissionPolicyBinding", {
    spec: { policyName: name, validationActions: ["Audit"] },
  }),
  clusterWide(admission, "ValidatingWebhookConfiguration", { webhooks: [webhook] }),
  clusterWide(admission, "MutatingWebhookConfiguration", { webhooks: [webhook] }),
  clusterWide("scheduling.k8s.io/v1", "PriorityClass", { value: 1_000_000 }),
  at("payments", "v1", "Service", {
    spec: {
      selector: { "app.kubernetes.io/name": "payments-database" },
      ports: [{ port: 5432 }],
    },
  }),
  at("default", "v1", "Service", {
    spec: { externalIPs: ["192.0.2.2"], ports: [{ port: 8082 }] },
  }),
  {
    ...at("payments", "discovery.k8s.io/v1", "EndpointSlice", {
      addressType: "IPv4",
      endpoints: [{ addresses: ["192.0.2.3"] }],
      ports: [{ name: "http", port: 8082, protocol: "TCP" }],
    }),
    metadata: {
      name,
      namespace: "payments",
      labels: { "kubernetes.io/service-name": "payment-provider" },
    },
  },
  at("payments", "v1", "Pod", { spec: { ...podSpec, nodeSelector: labels } }),
  at("payments", "apps/v1", "ReplicaSet", { spec: { replicas: 0, selector, template } }),
  at("payments", "apps/v1", "DaemonSet", { spec: { selector, template: nowhere } }),
  at("payments", "batch/v1", "Job", { spec: { suspend: true, template: jobTemplate } }),
  at("payments", "batch/v1", "CronJob", {
    spec: {
      schedule: "0 0 1 1 *",
      suspend: true,
      jobTemplate: { spec: { template: jobTemplate } },
    },
  }),
  at("payments", "v1", "ReplicationController", {
    spec: { replicas: 0, selector: labels, template },
  }),
  // The guardrails let no team have one with the label of another's pods.
  at("payments", "apps/v1", "Deployment", {
    spec: {
      replicas: 0,
      selector,
      template: {
        ...template,
        metadata: { labels: { ...labels, "app.kubernetes.io/name": "payments-database" } },
      },
    },
  }),
  at("payments", "v1", "ServiceAccount"),
  {
    ...at("payments", "v1", "Secret", { type: "kubernetes.io/service-account-token" }),
    metadata: {
      name: "team-drift-test",
      namespace: "payments",
      annotations: { "kubernetes.io/service-account.name": "payment-provider" },
    },
  },
  at("payments", "v1", "Secret", { stringData: { more: "none" } }),
  at("payments", "autoscaling/v2", "HorizontalPodAutoscaler", {
    spec: { maxReplicas: 1, scaleTargetRef: { apiVersion: "apps/v1", kind: "ReplicaSet", name } },
  }),
  at("payments", "policy/v1", "PodDisruptionBudget", { spec: { selector, maxUnavailable: 0 } }),
  at("payments", "v1", "ResourceQuota", {
    spec: { hard: { "count/leases.coordination.k8s.io": "99" } },
  }),
  at("payments", "v1", "LimitRange", {
    spec: { limits: [{ type: "Container", max: { memory: "2Gi" } }] },
  }),
];

/** Those that have effect as long as they are there, also when they were deleted. */
export const inForce = strangers.filter(({ kind }) =>
  /(Role|Binding|Policy|WebhookConfiguration)$/.test(kind),
);

/** What a team makes by itself: it is shown, and is no drift. */
export const ofTheTeam: readonly Stranger[] = [
  at("invoices", "apps/v1", "Deployment", { spec: { replicas: 0, selector, template } }),
  at("invoices", "v1", "ConfigMap", { data: { some: "thing" } }),
  {
    ...at("invoices", "v1", "Secret", { stringData: {} }),
    metadata: { name: "team-drift-test", namespace: "invoices" },
  },
];
