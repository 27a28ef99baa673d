import { type Finding, type FoundPod, named, type Problem } from "./finding";
import { type Look, warningsOf } from "./look";
import { containersOf, type Pod } from "./objects";
import { podProblem } from "./pod-problem";
import { refusal } from "./refusal";
import { deletion, touch } from "./retry";
import { type Workload, workloads } from "./workload";

/** What keeps workloads from being as they should be. */
export function workloadFindings(look: Look): Finding[] {
  return workloads(look).flatMap((workload) => {
    const { kind, metadata, progress: state } = workload;
    if (state === undefined) return [];
    const found = [...makerFindings(workload, look), ...podFindings(workload, look)];
    const problems = found.length > 0 ? found : withoutPods(kind, state);
    const object = { object: named(kind, metadata), namespace: metadata.namespace, state };
    return problems.map((problem) => ({ ...object, pods: [], ...problem }));
  });
}

type Found = Problem & Partial<Pick<Finding, "pods" | "retry">>;

function makerFindings({ maker }: Workload, look: Look): Found[] {
  const problem =
    maker && refusal(maker.metadata.namespace, maker.conditions, warningsOf(look, maker.metadata));
  return problem ? [{ ...problem, retry: touch(maker, look.now) }] : [];
}

function podFindings({ kind, pods, updateRevision }: Workload, look: Look): Found[] {
  return pods.flatMap((pod) => {
    const problem = podProblem(pod, warningsOf(look, pod.metadata), look.now);
    // A job takes its time.
    if (!problem || (problem.passing && kind === "Job")) return [];
    return [{ ...problem, ...ifStuck(problem, pod, updateRevision), pods: [foundPod(pod)] }];
  });
}

function withoutPods(kind: Workload["kind"], state: string): Found[] {
  if (kind !== "Job") {
    return [
      {
        cause: "no pod has a problem: its controller is at work",
        next: "wait; if it stays so, look again with `npm run why`",
        passing: true,
      },
    ];
  }
  if (!state.startsWith("failed")) return [];
  return [
    {
      cause: "its pods failed, and are gone",
      next: "mend what made it fail, delete the job, and run it again",
    },
  ];
}

/**
 * A StatefulSet does not replace a pod that does not get ready, also when its spec is mended: see
 * "Forced rollback" in Kubernetes' documentation of StatefulSets.
 */
function ifStuck(
  { cause, passing }: Problem,
  { metadata }: Pod,
  updateRevision: string | undefined,
): Partial<Found> {
  const { namespace, name, labels, deletionTimestamp } = metadata;
  const isOfIt = labels?.["controller-revision-hash"] === updateRevision;
  if (!updateRevision || isOfIt || deletionTimestamp || passing) return {};
  return {
    cause: `${cause}; the spec is newer, but Kubernetes replaces no pod that is not ready`,
    next: `\`npm run why -- --retry\`, which does \`kubectl delete pod -n ${namespace} ${name}\`: a new one comes, on the same volumes`,
    retry: deletion(metadata),
  };
}

function foundPod(pod: Pod): FoundPod {
  const restarts = containersOf(pod).map(({ restartCount }) => restartCount);
  return { name: pod.metadata.name, restarts: Math.max(0, ...restarts) };
}
