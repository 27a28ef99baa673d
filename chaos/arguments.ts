import { randomInt } from "node:crypto";
import { UsageError } from "../verify/arguments";

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

type Name = keyof typeof most;

/** @throws UsageError on an unknown argument, or a number that is none or out of range. */
export function parseArguments(args: readonly string[]): Arguments {
  const numbers: Record<Name, number> = { payments: 2000, minutes: 5, seed: randomInt(most.seed) };
  let withoutIdempotency = false;
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === "--without-idempotency") {
      withoutIdempotency = true;
      continue;
    }
    const [flag = "", attached] = arg.split(/=(.*)/s);
    const name = flag.replace(/^--/, "");
    if (!flag.startsWith("--") || !isName(name)) {
      throw new UsageError(`unknown argument "${arg}"; ${usage}`);
    }
    numbers[name] = parseNumber(name, attached ?? left.shift());
  }
  return { ...numbers, withoutIdempotency };
}

function isName(name: string): name is Name {
  return name in most;
}

function parseNumber(name: Name, text = ""): number {
  const least = name === "seed" ? 0 : 1;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most[name])) {
    throw new UsageError(
      `--${name} "${text}": expected a whole number from ${least} to ${most[name]}; ${usage}`,
    );
  }
  return value;
}
