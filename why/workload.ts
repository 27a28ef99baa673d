import type { Look } from "./look";
import type { Kinds, Listed, Pod } from "./objects";
import type { Runner } from "./progress";

/** What runs pods, and those that it has. */
export interface Workload {
  readonly object: Runner;
  readonly pods: readonly Pod[];
  /** Whose controller has yet to make pods: of a Deployment, its newest ReplicaSet. */
  readonly maker?: Maker | undefined;
}

export type Maker = Listed<"ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job">;

/** Everything in the program's namespaces that runs pods. */
export function workloads(look: Look): Workload[] {
  const own = (object: Runner & Maker, isMissing: boolean): Workload => ({
    object,
    pods: owned(look.Pod, object),
    maker: isMissing ? object : undefined,
  });
  return [
    ...look.Deployment.map((object) => deploymentWorkload(object, look)),
    ...look.StatefulSet.map((set) => own(set, isShort(set))),
    ...look.DaemonSet.map((set) => {
      const { currentNumberScheduled, desiredNumberScheduled } = set.status;
      return own(set, currentNumberScheduled < desiredNumberScheduled);
    }),
    ...newestOfEachCronJob(look.Job).map((job) => own(job, !job.status.active)),
    ...look.Pod.filter(({ metadata }) => metadata.ownerReferences === undefined).map((pod) => ({
      object: pod,
      pods: [pod],
    })),
  ];
}

function deploymentWorkload(object: Listed<"Deployment">, look: Look): Workload {
  const revision = ({ metadata }: Listed<"ReplicaSet">) =>
    Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
  const sets = owned(look.ReplicaSet, object);
  const newest = sets.toSorted((a, b) => revision(a) - revision(b)).at(-1);
  return {
    object,
    pods: sets.flatMap((set) => owned(look.Pod, set)),
    maker: newest && isShort(newest) ? newest : undefined,
  };
}

function isShort({ spec, status }: Listed<"ReplicaSet" | "StatefulSet">): boolean {
  return status.replicas < (spec.replicas ?? 1);
}

/** Of the jobs that one CronJob made, the last one counts. */
function newestOfEachCronJob(jobs: readonly Listed<"Job">[]): Listed<"Job">[] {
  const inOrder = jobs.toSorted((a, b) =>
    a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp),
  );
  const series = ({ metadata }: Listed<"Job">) =>
    metadata.ownerReferences?.find(({ kind }) => kind === "CronJob")?.uid ?? metadata.uid;
  return inOrder.filter((job) => inOrder.findLast((one) => series(one) === series(job)) === job);
}

function owned<T extends Listed<keyof Kinds>>(
  objects: readonly T[],
  { metadata: { uid } }: Listed<keyof Kinds>,
): T[] {
  return objects.filter(({ metadata }) => metadata.ownerReferences?.some((one) => one.uid === uid));
}
