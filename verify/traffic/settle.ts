import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck } from "../../cluster/cannot-check";
import type { JudgedCell } from "./judge";

/** One round of asking everything; `elapsed` is the time since the first round began, in ms. */
export interface Round {
  readonly judged: readonly JudgedCell[];
  readonly elapsed: number;
}

/** How long a cluster may take to apply its policies to pods that have just started, in ms. */
const settleTime = 10_000;
/** When to give up on answers that keep changing, in ms. */
const longestWait = 60_000;
const pause = 500;

/**
 * Judges again and again until the result is settled.
 *
 * @throws CannotCheck if it never is.
 */
export async function untilSettled(
  judgeOnce: () => Promise<readonly JudgedCell[]>,
  signal: AbortSignal,
): Promise<readonly JudgedCell[]> {
  const began = Date.now();
  const rounds: Round[] = [];
  for (;;) {
    signal.throwIfAborted();
    const judged = await judgeOnce();
    rounds.push({ judged, elapsed: Date.now() - began });
    if (isSettled(rounds)) {
      return judged;
    }
    if (Date.now() - began > longestWait) {
      const changing = changes(rounds).join(", ");
      throw new CannotCheck(`the answers still change after a minute: ${changing}`);
    }
    await sleep(pause, undefined, { signal });
  }
}

/**
 * Whether to ask once more. A result counts when two rounds in a row agree, whatever it is; one with
 * a cell that is not right gets until `settleTime`, since policies reach new pods with a delay.
 */
export function isSettled(rounds: readonly Round[]): boolean {
  const last = rounds.at(-1);
  if (last === undefined || rounds.length < 2 || changes(rounds).length > 0) {
    return false;
  }
  return last.judged.every(({ verdict }) => verdict === "right") || last.elapsed >= settleTime;
}

/** Cells whose answers differ between the last two rounds. */
function changes(rounds: readonly Round[]): string[] {
  const [before = [], last = []] = rounds.slice(-2).map(({ judged }) => judged);
  return last.filter((cell, i) => outcomes(cell) !== outcomes(before[i])).map(({ id }) => id);
}

/** A rejected packet may look dropped: kernels bound the rate at which they send rejections. */
function outcomes(cell: JudgedCell | undefined): string | undefined {
  return cell?.observations
    .map(({ outcome }) => (outcome === "silent" ? "refused" : outcome))
    .join(" ");
}
