import { type Finding, type FoundPod, named, type Problem, type Retry } from "./finding";
import type { Look } from "./look";
import type { Metadata, Pod, Warning } from "./objects";
import { isUnready, onItsWay, podProblem } from "./pod-problem";
import { refusal } from "./refusal";
import { type Maker, type Workload, workloads } from "./workload";

/** What keeps workloads from being as they should be. */
export function workloadFindings(look: Look): Finding[] {
  return workloads(look).flatMap((workload) =>
    workload.progress === undefined ? [] : findingsOf(workload, workload.progress, look),
  );
}

function findingsOf(workload: Workload, state: string, look: Look): Finding[] {
  const { kind, metadata, maker, pods } = workload;
  const base = { object: named(kind, metadata), namespace: metadata.namespace, state };
  const about = ({ uid }: Metadata) =>
    look.events.filter(({ involvedObject }) => involvedObject.uid === uid);

  const found = [
    ...ofMaker(maker, about).map((problem) => ({ ...base, ...problem, pods: [] })),
    ...pods
      .filter((pod) => isUnready(pod, look.now))
      .flatMap((pod) => {
        const problem = podProblem(pod, about(pod.metadata), look.now) ?? unlessJob(kind, pod);
        return problem
          ? [{ ...base, ...unlessStuck(problem, pod, workload), pods: [foundPod(pod)] }]
          : [];
      }),
  ];
  if (found.length > 0) return found;
  const problem = withoutPods(kind, state);
  return problem ? [{ ...base, ...problem, pods: [] }] : [];
}

function ofMaker(
  maker: Maker | undefined,
  about: (object: Metadata) => readonly Warning[],
): (Problem & { retry: Retry })[] {
  if (maker === undefined || maker.missing <= 0) return [];
  const problem = refusal(maker.metadata.namespace, maker.conditions, about(maker.metadata));
  return problem ? [{ ...problem, retry: touch(maker) }] : [];
}

/** A job takes its time. */
function unlessJob(kind: Workload["kind"], pod: Pod): Problem | undefined {
  return kind === "Job" ? undefined : onItsWay(pod);
}

function withoutPods(kind: Workload["kind"], state: string): Problem | undefined {
  if (kind !== "Job") {
    return {
      cause: "no pod has a problem: its controller is at work",
      next: "wait; if it stays so, look again with `npm run why`",
      passing: true,
    };
  }
  return state.startsWith("failed")
    ? {
        cause: "its pods failed, and are gone",
        next: "mend what made it fail, delete the job, and run it again",
      }
    : undefined;
}

/**
 * A StatefulSet does not replace a pod that does not get ready, also when its spec is mended: see
 * "Forced rollback" in Kubernetes' documentation of StatefulSets.
 */
function unlessStuck(
  problem: Problem,
  { metadata }: Pod,
  { updateRevision = "" }: Workload,
): Problem & { retry?: Retry } {
  const { namespace, name, uid, labels, deletionTimestamp } = metadata;
  const isOfIt = labels["controller-revision-hash"] === updateRevision;
  const isStopping = deletionTimestamp !== undefined;
  if (updateRevision === "" || isOfIt || isStopping || problem.passing) return problem;
  return {
    cause: `${problem.cause}; the spec is newer, but Kubernetes replaces no pod that is not ready`,
    next: `\`npm run why -- --retry\`, which does \`kubectl delete pod -n ${namespace} ${name}\`: a new one comes, on the same volumes`,
    ...(problem.log && { log: problem.log }),
    retry: {
      kind: "delete",
      object: {
        name: named("Pod", metadata),
        path: `/api/v1/namespaces/${namespace}/pods/${name}`,
        uid,
      },
    },
  };
}

/** Where the objects are, and whose service account in kube-system makes their pods. */
const makers = {
  ReplicaSet: ["/apis/apps/v1", "replicasets", "replicaset-controller"],
  StatefulSet: ["/apis/apps/v1", "statefulsets", "statefulset-controller"],
  DaemonSet: ["/apis/apps/v1", "daemonsets", "daemon-set-controller"],
  Job: ["/apis/batch/v1", "jobs", "job-controller"],
} as const;

function touch({ kind, metadata, template }: Maker): Retry {
  const { namespace, name, uid } = metadata;
  const [api, plural, controller] = makers[kind];
  return {
    kind: "touch",
    object: {
      name: named(kind, metadata),
      path: `${api}/namespaces/${namespace}/${plural}/${name}`,
      uid,
    },
    pod: template,
    pods: `/api/v1/namespaces/${namespace}/pods`,
    as: `system:serviceaccount:kube-system:${controller}`,
  };
}

function foundPod({ metadata, status }: Pod): FoundPod {
  const restarts = [...status.initContainerStatuses, ...status.containerStatuses].map(
    ({ restartCount }) => restartCount,
  );
  return { name: metadata.name, restarts: Math.max(0, ...restarts) };
}
