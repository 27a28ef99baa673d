import { postgresImage } from "../../components/postgres-database/server";

/** Name of what is asked for. A team's Secret has to begin so; nothing on a cluster is called so. */
export const sampleName = "team-access-check";

const metadata = { name: sampleName };
const labels = { "access-check": "none" };
const selector = { matchLabels: labels };

/** A pod that Pod Security's restricted standard and the guardrails take. */
const podSpec = (user: number) => ({
  automountServiceAccountToken: false,
  restartPolicy: "Never",
  securityContext: {
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name: "none",
      image: postgresImage,
      resources: {
        requests: { cpu: "1m", memory: "1Mi" },
        limits: { cpu: "1m", memory: "1Mi" },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      },
    },
  ],
});
const ending = { activeDeadlineSeconds: 1 };
const rbac = "rbac.authorization.k8s.io";
const scaled = { apiVersion: "apps/v1", kind: "Deployment", name: sampleName };
const mayRead = { resourceAttributes: { verb: "get", resource: "pods", namespace: "default" } };

/** What a dry run would create without pods, by resource, or by subresource. */
const samples: Readonly<Record<string, object>> = {
  configmaps: { data: {} },
  endpoints: {},
  limitranges: { spec: { limits: [] } },
  namespaces: {},
  persistentvolumeclaims: {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } },
  },
  resourcequotas: { spec: {} },
  secrets: { stringData: {} },
  serviceaccounts: {},
  services: { spec: { ports: [{ port: 1 }] } },
  "horizontalpodautoscalers.autoscaling": { spec: { maxReplicas: 1, scaleTargetRef: scaled } },
  "networkpolicies.networking.k8s.io": { spec: { podSelector: selector } },
  "poddisruptionbudgets.policy": { spec: { selector } },
  [`roles.${rbac}`]: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
  [`rolebindings.${rbac}`]: {
    roleRef: { apiGroup: rbac, kind: "Role", name: "viewer" },
    subjects: [{ apiGroup: rbac, kind: "User", name: "nobody" }],
  },
  "selfsubjectaccessreviews.authorization.k8s.io": { spec: mayRead },
  "selfsubjectrulesreviews.authorization.k8s.io": { spec: { namespace: "default" } },
  eviction: {},
};

/** The same of what has pods, which run as a user. */
function samplesWithPods(user: number): Readonly<Record<string, object>> {
  const spec = podSpec(user);
  const template = { metadata: { labels }, spec };
  const running = { metadata: { labels }, spec: { ...spec, restartPolicy: "Always" } };
  return {
    pods: { spec },
    "daemonsets.apps": { spec: { selector, template: running } },
    "deployments.apps": { spec: { replicas: 0, selector, template: running } },
    "replicasets.apps": { spec: { replicas: 0, selector, template: running } },
    "statefulsets.apps": {
      spec: { replicas: 0, serviceName: "none", selector, template: running },
    },
    "cronjobs.batch": {
      spec: { schedule: "0 0 1 1 *", suspend: true, jobTemplate: { spec: { template } } },
    },
    "jobs.batch": {
      spec: {
        ...ending,
        ttlSecondsAfterFinished: 1,
        template: { metadata: { labels }, spec: { ...spec, ...ending } },
      },
    },
  };
}

/** Of a pod in no team's namespace. */
const anyUser = 65532;

/**
 * The API server fills in kind and version from the path. Others get a body that says nothing.
 *
 * @param users By team's namespace, what its pods run as.
 */
export function sampleOf(
  target: string,
  namespace: string,
  users: ReadonlyMap<string, number>,
): object {
  const withPods = samplesWithPods(users.get(namespace) ?? anyUser);
  return { metadata, ...(samples[target] ?? withPods[target]) };
}
