import { z } from "zod";
import { type Balance, violations } from "./conservation";

/** What chaos/history prints. */
export const historyVerdict = z.object({
  invoices: z.number(),
  lists: z.number(),
  violations: z.array(z.object({ id: z.string(), reason: z.string() })),
  undecided: z.array(z.string()),
});

export type HistoryVerdict = z.infer<typeof historyVerdict>;

/** All that a run found. */
export interface Outcome {
  readonly seed: number;
  readonly created: number;
  readonly faults: { readonly made: number; readonly planned: number };
  readonly balance: Balance;
  readonly history: HistoryVerdict;
}

/** Share of the planned faults without which a run shows nothing. */
const leastMade = 0.5;

/** Everything that must not have happened, in words. */
export function faultsFound({ balance, history }: Outcome): string[] {
  return [
    ...violations(balance),
    ...history.violations.map(({ id, reason }) => `${id} went back: ${reason}`),
  ];
}

/** Why a run shows nothing although nothing was found; undefined if it does show something. */
export function provesNothing({ created, faults, history }: Outcome): string | undefined {
  if (faults.made < faults.planned * leastMade) {
    return `only ${faults.made} of ${faults.planned} faults could be made`;
  }
  if (history.undecided.length > 0) {
    return `no order was found in time for ${history.undecided.length} invoices`;
  }
  if (history.lists === 0 || created === 0) {
    return "nobody saw anything";
  }
  return undefined;
}

/** The last line. */
export function verdictLine(outcome: Outcome): string {
  const { seed, created, faults, balance, history } = outcome;
  const found = faultsFound(outcome).length;
  const nothing = provesNothing(outcome);
  const verdict = found > 0 ? "violated" : nothing === undefined ? "held" : `nothing: ${nothing}`;
  const counts = [
    `${created} invoices created`,
    `${balance.paid} paid by ${balance.payments} payments`,
    `${balance.lost.length} lost`,
    `${balance.double.length} double`,
    `${balance.unmatched.length} unmatched`,
    `${balance.stuck.length} stuck`,
    `${history.violations.length} went back in ${history.lists} lists`,
    `${faults.made} of ${faults.planned} faults`,
    `seed ${seed}`,
  ];
  return `chaos: ${verdict}; ${counts.join(", ")}`;
}
