import type { Report, ReportedBlock } from "./why";

export function isRight({ blocks }: Report): boolean {
  return blocks.length === 0;
}

export function toJson(report: Report): string {
  return JSON.stringify(report, undefined, 2);
}

/** One block for each problem, and a line at the end. */
export function toText({ blocks, triedAgain }: Report): string {
  if (blocks.length === 0) return "all workloads are ready";
  const tried = triedAgain.length === 0 ? [] : [`tried again: ${triedAgain.join(", ")}`];
  return [...blocks.map(blockText), ...tried].join("\n\n");
}

function blockText({ cause, next, objects, log, lines }: ReportedBlock): string {
  const logs = log ? [`  the log of ${log.pod}, container ${log.container}:`] : [];
  return [
    cause,
    ...objects.map(({ object, state, pods }) => `  ${object}, ${state}${podsText(pods)}`),
    ...(lines.length > 0 ? [...logs, ...lines.map((line) => `  | ${line}`)] : []),
    `  next: ${next}`,
  ].join("\n");
}

function podsText(pods: ReportedBlock["objects"][number]["pods"]): string {
  const names = pods.map(({ name, restarts }) =>
    restarts > 0 ? `${name} (restarts: ${restarts})` : name,
  );
  return names.length > 0 ? `: ${names.join(", ")}` : "";
}
