import { postgresImage } from "../../../components/postgres-database/server";
import { teamUsers } from "../../two-teams";

/** What a test says of a pod. */
interface Template {
  readonly labels?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  /** Fields of the pod's spec besides its one container. */
  readonly spec?: object;
  /** Fields of the container besides its name. */
  readonly container?: object;
}

/** Of a container that Pod Security takes. */
export const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

/** A version of a service's image that was never built. */
export function release(service: string): string {
  return `localhost:30500/${service}@sha256:${"0".repeat(64)}`;
}

const users = new Map<string, number>(Object.entries(teamUsers));
/** Of a pod in no team's namespace. */
const anyUser = 65532;

/** Meets the Pod Security Standard restricted and all guardrails, unless it says otherwise. */
function template(
  namespace: string,
  { labels = {}, finalizers = [], spec = {}, container = {} }: Template,
) {
  return {
    metadata: { labels: { app: "probe", ...labels }, finalizers },
    spec: {
      securityContext: {
        runAsNonRoot: true,
        runAsUser: users.get(namespace) ?? anyUser,
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
  const selector = { matchLabels: { app: "probe" } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace, name },
    spec: { selector, template: template(namespace, pod) },
  };
}

/** What ends with an emergency. */
const ending = { activeDeadlineSeconds: 3600 };

interface JobFields {
  readonly metadata?: object;
  /** Fields of the Job's spec besides its template. */
  readonly spec?: object;
}

export function job(
  namespace: string,
  name: string,
  pod: Template = {},
  { metadata = {}, spec = {} }: JobFields = {},
) {
  const made = template(namespace, {
    ...pod,
    spec: { restartPolicy: "Never", ...ending, ...pod.spec },
  });
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { namespace, name, ...metadata },
    spec: { ...ending, ttlSecondsAfterFinished: 3600, template: made, ...spec },
  };
}

export function pod(namespace: string, name: string, fields: Template = {}, more: object = {}) {
  const { metadata, spec } = template(namespace, {
    ...fields,
    spec: { ...ending, ...fields.spec },
  });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, labels: metadata.labels, ...more },
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
