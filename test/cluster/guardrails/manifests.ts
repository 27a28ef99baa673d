import { postgresImage } from "../../../components/postgres-database/server";

/** What a test says of a pod. */
interface Template {
  readonly labels?: Readonly<Record<string, string>>;
  /** Fields of the pod's spec besides its one container. */
  readonly spec?: object;
  /** Fields of the container besides its name. */
  readonly container?: object;
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** A version of a service's image that was never built. */
export function release(service: string): string {
  return `localhost:30500/${service}@sha256:${"0".repeat(64)}`;
}

/** Meets the Pod Security Standard restricted and all guardrails, unless it says otherwise. */
function template({ labels = {}, spec = {}, container = {} }: Template) {
  return {
    metadata: { labels: { app: "probe", ...labels } },
    spec: {
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        { name: "probe", image: postgresImage, securityContext: restricted, ...container },
      ],
      ...spec,
    },
  };
}

export function deployment(namespace: string, name: string, pod: Template = {}) {
  return controller("apps/v1", "Deployment", namespace, name, {}, pod);
}

export function statefulSet(
  namespace: string,
  name: string,
  pod: Template = {},
  volumeClaimTemplates: readonly object[] = [],
) {
  const spec = { serviceName: name, volumeClaimTemplates };
  return controller("apps/v1", "StatefulSet", namespace, name, spec, pod);
}

/** As a StatefulSet has it, and, without a name, a volume of a pod. */
export function claimTemplate(name: string, spec: object = {}) {
  const resources = { requests: { storage: "1Mi" } };
  return { metadata: { name }, spec: { accessModes: ["ReadWriteOnce"], resources, ...spec } };
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

export function autoscaler(namespace: string, name: string, kind: string, target: string) {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace, name },
    spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind, name: target } },
  };
}

export function job(namespace: string, name: string, pod: Template = {}, metadata: object = {}) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { namespace, name, ...metadata },
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
