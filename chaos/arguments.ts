import { randomInt } from "node:crypto";
import { parseFlags } from "../command-line/flags";
import { UsageError } from "../command-line/usage-error";

export const usage =
  "usage: npm run chaos [-- --payments 2000 --minutes 5 --seed N --without-idempotency]";

/** The command line. */
export interface Arguments {
  /** Number of invoices to create and have paid. */
  readonly payments: number;
  /** How long faults are made. */
  readonly minutes: number;
  /** Decides which faults are made and when; a new one unless it is given. */
  readonly seed: number;
  /** Whether payment-provider forgets its keys, which has to be caught. */
  readonly withoutIdempotency: boolean;
}

/** Largest value of each number; the seed is what the generator takes. */
const most = { payments: 100_000, minutes: 120, seed: 2 ** 32 - 1 } as const;

/** @throws UsageError on an unknown argument, or a number that is none or out of range. */
export function parseArguments(args: readonly string[]): Arguments {
  const flags = {
    payments: "text",
    minutes: "text",
    seed: "text",
    "without-idempotency": "switch",
  } as const;
  const given = parseFlags(args, flags, usage);
  return {
    payments: parseNumber("payments", given.payments ?? "2000"),
    minutes: parseNumber("minutes", given.minutes ?? "5"),
    seed: parseNumber("seed", given.seed ?? String(randomInt(most.seed))),
    withoutIdempotency: given["without-idempotency"],
  };
}

function parseNumber(name: keyof typeof most, text: string): number {
  const least = name === "seed" ? 0 : 1;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most[name])) {
    throw new UsageError(
      `--${name} "${text}": expected a whole number from ${least} to ${most[name]}; ${usage}`,
    );
  }
  return value;
}
