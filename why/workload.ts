import type { Look } from "./look";
import type { Condition, Deployment, Job, Metadata, Pod, StatefulSet } from "./objects";
import {
  daemonSetProgress,
  deploymentProgress,
  jobProgress,
  podProgress,
  type Progress,
  statefulSetProgress,
} from "./progress";

/** What runs pods, and those that it has. */
export interface Workload {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "Pod";
  readonly metadata: Metadata;
  readonly progress: Progress;
  readonly pods: readonly Pod[];
  /** Undefined where nothing makes pods. */
  readonly maker?: Maker | undefined;
  /** The revision that all its pods should be of, of a StatefulSet that replaces them by itself. */
  readonly updateRevision?: string | undefined;
}

/** The object whose controller makes the pods: of a Deployment, its newest ReplicaSet. */
export interface Maker {
  readonly kind: "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job";
  readonly metadata: Metadata;
  readonly template: object;
  /** Pods that it has yet to make. */
  readonly missing: number;
  readonly conditions: readonly Condition[];
}

/** Everything in the program's namespaces that runs pods. */
export function workloads(look: Look): Workload[] {
  return [
    ...look.deployments.map((deployment) => deploymentWorkload(deployment, look)),
    ...look.statefulsets.map((set) => statefulSetWorkload(set, look)),
    ...look.daemonsets.map((set) => daemonSetWorkload(set, look)),
    ...newestOfEachCronJob(look.jobs).map((job) => jobWorkload(job, look)),
    ...look.pods.filter(({ metadata }) => metadata.ownerReferences.length === 0).map(podWorkload),
  ];
}

function deploymentWorkload(deployment: Deployment, look: Look): Workload {
  const sets = owned(look.replicasets, deployment.metadata);
  const newest = sets.toSorted((a, b) => revision(a) - revision(b)).at(-1);
  return {
    kind: "Deployment",
    metadata: deployment.metadata,
    progress: deploymentProgress(deployment),
    pods: sets.flatMap((set) => owned(look.pods, set.metadata)),
    maker: newest && {
      kind: "ReplicaSet",
      metadata: newest.metadata,
      template: newest.spec.template,
      missing: newest.spec.replicas - newest.status.replicas,
      conditions: newest.status.conditions,
    },
  };
}

function revision({ metadata }: Owned): number {
  return Number(metadata.annotations["deployment.kubernetes.io/revision"] ?? 0);
}

function statefulSetWorkload(set: StatefulSet, look: Look): Workload {
  const { metadata, spec, status } = set;
  return {
    kind: "StatefulSet",
    metadata,
    progress: statefulSetProgress(set),
    pods: owned(look.pods, metadata),
    maker: {
      kind: "StatefulSet",
      metadata,
      template: spec.template,
      missing: spec.replicas - status.replicas,
      conditions: [],
    },
    ...(spec.updateStrategy.type !== "OnDelete" && { updateRevision: status.updateRevision }),
  };
}

function daemonSetWorkload(set: Look["daemonsets"][number], look: Look): Workload {
  const { metadata, spec, status } = set;
  return {
    kind: "DaemonSet",
    metadata,
    progress: daemonSetProgress(set),
    pods: owned(look.pods, metadata),
    maker: {
      kind: "DaemonSet",
      metadata,
      template: spec.template,
      missing: status.desiredNumberScheduled - status.currentNumberScheduled,
      conditions: [],
    },
  };
}

function jobWorkload(job: Job, look: Look): Workload {
  const { metadata, spec, status } = job;
  return {
    kind: "Job",
    metadata,
    progress: jobProgress(job),
    pods: owned(look.pods, metadata),
    maker: {
      kind: "Job",
      metadata,
      template: spec.template,
      missing: status.active === 0 ? 1 : 0,
      conditions: [],
    },
  };
}

function podWorkload(pod: Pod): Workload {
  return { kind: "Pod", metadata: pod.metadata, progress: podProgress(pod), pods: [pod] };
}

/** Of the jobs that one CronJob made, the last one counts. */
function newestOfEachCronJob(jobs: readonly Job[]): Job[] {
  const cronJob = ({ metadata }: Job) =>
    metadata.ownerReferences.find(({ kind }) => kind === "CronJob")?.uid;
  const inOrder = jobs.toSorted((a, b) =>
    a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp),
  );
  return inOrder.filter(
    (job, index) =>
      cronJob(job) === undefined ||
      !inOrder.slice(index + 1).some((later) => cronJob(later) === cronJob(job)),
  );
}

interface Owned {
  readonly metadata: Metadata;
}

function owned<T extends Owned>(objects: readonly T[], { uid }: Metadata): T[] {
  return objects.filter(({ metadata }) => metadata.ownerReferences.some((one) => one.uid === uid));
}
