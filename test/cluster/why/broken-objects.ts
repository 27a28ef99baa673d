import { podSecurityLabels } from "../../../components/team-namespace/isolation";
import { teamLabels } from "../../../components/labels";
import { postgresImage } from "../../../components/postgres-database/server";

// Each is broken in its own way. The one image that every cluster of ours has, and that has a shell.

/** A namespace as a team's, with the walls of Pod Security and guardrails. */
export function teamNamespace(name: string) {
  const labels = { ...teamLabels(name), ...podSecurityLabels };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export function deployment(name: string, pod: Pod, replicas = 1) {
  return controller("Deployment", name, { replicas }, pod);
}

export function statefulSet(name: string, policy: "OrderedReady" | "Parallel", pod: Pod) {
  const spec = { serviceName: name, podManagementPolicy: policy };
  return controller("StatefulSet", name, spec, pod);
}

export interface Pod {
  /** Fields of the pod's spec besides its one container. */
  readonly spec?: object;
  /** Fields of the container besides its name. */
  readonly container?: object;
}

function controller(kind: string, name: string, spec: object, pod: Pod) {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name },
    spec: {
      ...spec,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(pod) },
    },
  };
}

/** Meets the Pod Security Standard restricted; the container sleeps, and ends when it is told to. */
function podSpec({ spec = {}, container = {} }: Pod) {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 999,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "it",
        image: postgresImage,
        imagePullPolicy: "IfNotPresent",
        command: ["sleep", "600"],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        ...container,
      },
    ],
    ...spec,
  };
}

const absentImage = { container: { image: "localhost:30500/absent:1" } };

/** All in one namespace, by what is wrong with each. */
export const broken = [
  deployment("absent-image", absentImage, 2),
  deployment("crash", {
    container: { command: ["bash", "-c", "printf 'the \\033[31mlast\\033[0m words\\n'; exit 3"] },
  }),
  deployment("root", {
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    },
  }),
  deployment("too-large", {
    container: { resources: { requests: { memory: "4Ti" }, limits: { memory: "4Ti" } } },
  }),
  deployment("unready", {
    container: {
      command: ["bash", "-c", "echo waiting for nobody; exec sleep 600"],
      readinessProbe: {
        exec: { command: ["bash", "-c", "echo not yet; exit 1"] },
        periodSeconds: 1,
        failureThreshold: 1,
      },
    },
  }),
  deployment("missing-secret", {
    spec: { volumes: [{ name: "secret", secret: { secretName: "not-there" } }] },
    container: { volumeMounts: [{ name: "secret", mountPath: "/secret" }] },
  }),
  deployment("missing-key", {
    container: {
      env: [
        { name: "A", valueFrom: { secretKeyRef: { name: "not-there-either", key: "password" } } },
        { name: "B", value: "not-to-be-shown" },
      ],
    },
  }),
  deployment("privileged", { container: { securityContext: { privileged: true } } }),
  statefulSet("stuck", "OrderedReady", absentImage),
  statefulSet("parallel", "Parallel", absentImage),
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "homeless" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "not-there",
      resources: { requests: { storage: "1Mi" } },
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "unready" },
    spec: { selector: { app: "unready" }, ports: [{ port: 80 }] },
  },
];
