/** What a test says of a pod. */
interface Template {
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields of the pod's spec besides its one container. */
  readonly spec?: object;
  /** Fields of the container besides name and image. */
  readonly container?: object;
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** Meets the Pod Security Standard restricted, unless `spec` says otherwise. */
function template({ labels = {}, spec = {}, container = {} }: Template) {
  return {
    metadata: { labels: { app: "probe", ...labels } },
    spec: {
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [{ name: "probe", image: "probe:1", securityContext: restricted, ...container }],
      ...spec,
    },
  };
}

export function deployment(namespace: string, name: string, pod: Template = {}) {
  return controller("apps/v1", "Deployment", namespace, name, {}, pod);
}

export function statefulSet(namespace: string, name: string, pod: Template = {}) {
  return controller("apps/v1", "StatefulSet", namespace, name, { serviceName: name }, pod);
}

function controller(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  spec: object,
  pod: Template,
) {
  const selector = { matchLabels: { app: "probe" } };
  return {
    apiVersion,
    kind,
    metadata: { namespace, name },
    spec: { ...spec, selector, template: template(pod) },
  };
}

export function job(namespace: string, name: string, pod: Template = {}) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { namespace, name },
    spec: jobSpec(pod),
  };
}

export function cronJob(namespace: string, name: string, pod: Template = {}) {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { namespace, name },
    spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: jobSpec(pod) } },
  };
}

function jobSpec(pod: Template) {
  const { metadata, spec } = template(pod);
  return { template: { metadata, spec: { ...spec, restartPolicy: "Never" } } };
}

export function pod(namespace: string, name: string, fields: Template = {}) {
  const { metadata, spec } = template(fields);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, labels: metadata.labels },
    spec,
  };
}

interface SecretFields {
  readonly namespace?: string;
  readonly type?: string;
  readonly annotations?: object;
}

export function secret(
  name: string,
  { namespace = "payments", type = "Opaque", annotations = {} }: SecretFields = {},
) {
  const metadata = { namespace, name, annotations };
  return { apiVersion: "v1", kind: "Secret", metadata, type, stringData: { key: "value" } };
}

/** Of the type that is filled with the token of a service account. */
export function tokenSecret(namespace: string, name: string, account: string) {
  const annotations = { "kubernetes.io/service-account.name": account };
  return secret(name, { namespace, type: "kubernetes.io/service-account-token", annotations });
}

export function configMap(name: string, namespace = "payments") {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name } };
}

export function roleBinding(role: { kind: "Role" | "ClusterRole"; name: string }) {
  const apiGroup = "rbac.authorization.k8s.io";
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata: { namespace: "payments", name: "probe" },
    roleRef: { apiGroup, ...role },
    subjects: [{ apiGroup, kind: "Group", name: "probe" }],
  };
}
