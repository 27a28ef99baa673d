import type { Finding, FoundPod, Problem } from "./finding";
import { type Look, warningsOf } from "./look";
import { containersOf, named, type Pod } from "./objects";
import { podProblem } from "./pod-problem";
import { progressOf, type Runner } from "./progress";
import { refusal } from "./refusal";
import { deletion, touch } from "./retry";
import { type Workload, workloads } from "./workload";

/** What keeps workloads from being as they should be. */
export function workloadFindings(look: Look): Finding[] {
  return workloads(look).flatMap((workload) => {
    const { object } = workload;
    const state = progressOf(object);
    if (state === undefined) return [];
    const found = [...makerFindings(workload, look), ...podFindings(workload, look)];
    const problems = found.length > 0 ? found : withoutPods(object, state);
    const base = { object: named(object), namespace: object.metadata.namespace, state, pods: [] };
    return problems.map((problem) => ({ ...base, ...problem }));
  });
}

type Found = Problem & Partial<Pick<Finding, "pods" | "retry">>;

function makerFindings({ maker }: Workload, look: Look): Found[] {
  const problem = maker && refusal(maker, warningsOf(look, maker));
  return problem ? [{ ...problem, retry: touch(maker, look.now) }] : [];
}

function podFindings({ object, pods }: Workload, look: Look): Found[] {
  return pods.flatMap((pod) => {
    const problem = podProblem(pod, warningsOf(look, pod), look.now);
    // A job takes its time.
    if (!problem || (problem.passing && object.kind === "Job")) return [];
    return [{ ...problem, ...ifStuck(problem, pod, object), pods: [foundPod(pod)] }];
  });
}

function withoutPods({ kind }: Runner, state: string): Found[] {
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
function ifStuck(problem: Problem, pod: Pod, owner: Runner): Partial<Found> {
  const { namespace, name, labels, deletionTimestamp } = pod.metadata;
  if (owner.kind !== "StatefulSet" || owner.spec.updateStrategy?.type === "OnDelete") return {};
  const { updateRevision } = owner.status;
  const isOfIt = labels?.["controller-revision-hash"] === updateRevision;
  if (!updateRevision || isOfIt || deletionTimestamp || problem.passing) return {};
  return {
    cause: `${problem.cause}; the spec is newer, but Kubernetes replaces no pod that is not ready`,
    next: `\`npm run why -- --retry\`, which does \`kubectl delete pod -n ${namespace} ${name}\`: a new one comes, on the same volumes`,
    retry: deletion(pod),
  };
}

function foundPod(pod: Pod): FoundPod {
  const restarts = containersOf(pod).map(({ restartCount }) => restartCount);
  return { name: pod.metadata.name, restarts: Math.max(0, ...restarts) };
}
