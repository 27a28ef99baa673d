import type { Finding, FoundPod, LogOf, Problem } from "./finding";

/** One problem, and everything that has it. */
export interface Block extends Omit<Problem, "log"> {
  readonly objects: readonly { object: string; state: string; pods: readonly FoundPod[] }[];
  /** Whose log tells more: that of one pod stands for all. */
  readonly log?: LogOf & { readonly namespace: string; readonly pod: string };
}

/** One block for each problem, the most frequent first, and what only takes its time last. */
export function fold(findings: readonly Finding[]): Block[] {
  // Where logs tell more, two workloads that end with the same exit code have not the same problem.
  return grouped(findings, ({ cause, log, object }) => (log ? `${object}: ${cause}` : cause))
    .map(blockOf)
    .sort((a, b) => Number(a.passing ?? 0) - Number(b.passing ?? 0) || frequency(b) - frequency(a));
}

function blockOf(group: Group): Block {
  const [{ cause, next, passing, log, namespace, pods }] = group;
  const [pod] = pods;
  return {
    cause,
    next,
    ...(passing && { passing }),
    objects: grouped(group, ({ object }) => object).map((findings) => ({
      object: findings[0].object,
      state: findings[0].state,
      pods: findings.flatMap((finding) => finding.pods),
    })),
    ...(log && pod && { log: { ...log, namespace, pod: pod.name } }),
  };
}

function frequency({ objects }: Block): number {
  return objects.reduce((sum, { pods }) => sum + Math.max(1, pods.length), 0);
}

type Group = [Finding, ...Finding[]];

/** In the order of their first ones. */
function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}
