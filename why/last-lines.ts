import { type Ask, refusalOf } from "./ask";
import type { Block } from "./fold";
import { oneLine } from "./one-line";

const mostLines = 20;
const longestLine = 300;

/** The end of a container's log, or one line that says why there is none. */
export async function lastLines(
  ask: Ask,
  { namespace, pod, container, previous }: NonNullable<Block["log"]>,
): Promise<string[]> {
  // With time stamps it is never JSON, which the client would parse.
  const query = `container=${container}&previous=${String(previous)}&tailLines=${mostLines}&timestamps=true`;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`;
  const answer = await ask({ method: "GET", path });
  if (answer.status === 200) return linesOf(String(answer.body));
  return [`(no log: ${oneLine(refusalOf(answer))})`];
}

/** Lines without their time stamps. */
export function linesOf(log: string): string[] {
  const lines = log.split("\n").map((line) => oneLine(line.replace(/^\S+Z ?/, ""), longestLine));
  return lines.filter((line) => line !== "").slice(-mostLines);
}
