import type { Look } from "./look";
import type {
  Condition,
  DaemonSet,
  Deployment,
  Job,
  Metadata,
  Pod,
  ReplicaSet,
  StatefulSet,
} from "./objects";
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
  /** Undefined where no pod is missing. */
  readonly maker?: Maker | undefined;
  /** The revision that all its pods should be of, of a StatefulSet that replaces them by itself. */
  readonly updateRevision?: string | undefined;
}

/** The object whose controller has yet to make pods: of a Deployment, its newest ReplicaSet. */
export interface Maker {
  readonly kind: "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job";
  readonly metadata: Metadata;
  readonly template: { readonly metadata?: object };
  readonly conditions: readonly Condition[];
}

/** Everything in the program's namespaces that runs pods. */
export function workloads(look: Look): Workload[] {
  return [
    ...look.deployments.map((deployment) => deploymentWorkload(deployment, look)),
    ...look.statefulsets.map((set) => ({
      ...controller("StatefulSet", set, missingOf(set), look),
      progress: statefulSetProgress(set),
      updateRevision:
        set.spec.updateStrategy?.type === "OnDelete" ? undefined : set.status.updateRevision,
    })),
    ...look.daemonsets.map((set) => {
      const { desiredNumberScheduled, currentNumberScheduled } = set.status;
      const missing = desiredNumberScheduled - currentNumberScheduled;
      return {
        ...controller("DaemonSet", set, missing, look),
        progress: daemonSetProgress(set),
      };
    }),
    ...newestOfEachCronJob(look.jobs).map((job) => ({
      ...controller("Job", job, job.status.active ? 0 : 1, look),
      progress: jobProgress(job),
    })),
    ...look.pods.filter(isAlone).map((pod) => ({
      kind: "Pod" as const,
      metadata: pod.metadata,
      progress: podProgress(pod),
      pods: [pod],
    })),
  ];
}

function deploymentWorkload(deployment: Deployment, look: Look): Workload {
  const sets = owned(look.replicasets, deployment);
  const newest = sets.toSorted((a, b) => revision(a) - revision(b)).at(-1);
  return {
    kind: "Deployment",
    metadata: deployment.metadata,
    progress: deploymentProgress(deployment),
    pods: sets.flatMap((set) => owned(look.pods, set)),
    maker: newest && makerOf("ReplicaSet", newest, missingOf(newest)),
  };
}

/** What makes its pods itself. */
function controller<Kind extends "StatefulSet" | "DaemonSet" | "Job">(
  kind: Kind,
  object: StatefulSet | DaemonSet | Job,
  missing: number,
  look: Look,
) {
  const { metadata } = object;
  return { kind, metadata, pods: owned(look.pods, object), maker: makerOf(kind, object, missing) };
}

function makerOf(
  kind: Maker["kind"],
  { metadata, spec, status }: ReplicaSet | StatefulSet | DaemonSet | Job,
  missing: number,
): Maker | undefined {
  const { template = {} } = spec;
  const { conditions = [] } = status;
  return missing > 0 ? { kind, metadata, template, conditions } : undefined;
}

function missingOf({ spec, status }: ReplicaSet | StatefulSet): number {
  return (spec.replicas ?? 1) - status.replicas;
}

function revision({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
}

/** Of the jobs that one CronJob made, the last one counts. */
function newestOfEachCronJob(jobs: readonly Job[]): Job[] {
  const inOrder = jobs.toSorted((a, b) =>
    a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp),
  );
  const series = ({ metadata }: Job) =>
    metadata.ownerReferences?.find(({ kind }) => kind === "CronJob")?.uid ?? metadata.uid;
  return inOrder.filter((job) => inOrder.findLast((one) => series(one) === series(job)) === job);
}

function isAlone({ metadata }: Pod): boolean {
  return metadata.ownerReferences === undefined;
}

function owned<T extends { readonly metadata: Metadata }>(
  objects: readonly T[],
  { metadata }: { readonly metadata: Metadata },
): T[] {
  const isOwner = ({ uid }: { readonly uid: string }) => uid === metadata.uid;
  return objects.filter((object) => object.metadata.ownerReferences?.some(isOwner));
}
