import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck, messageOf } from "../cluster/cannot-check";
import type { Say } from "../command-line/run-command";
import type { Clients } from "./clients";
import { makeFault, type Made, type Tools } from "./faults";
import type { CrashWave, Fault, OtherWave, Wave } from "./plan";

export type { Made };

const callers = 4;
const readers = 3;

/** Callers and readers go on all the time until the work is done. */
export async function whilePaying<T>(
  clients: Clients,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const stop = AbortSignal.any([signal, done.signal]);
  const busy = [
    ...Array.from({ length: callers }, (_, n) => clients.keepPaying(100 + n, stop)),
    ...Array.from({ length: readers }, (_, n) => clients.keepListing(200 + n, stop)),
  ];
  try {
    return await work();
  } finally {
    done.abort();
    await Promise.all(busy);
  }
}

/** What waves are made with. */
export interface Stage {
  readonly clients: Pick<Clients, "create" | "hold" | "idle" | "untilPaid">;
  readonly tools: Tools;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/**
 * Makes every wave at its time, whatever has become of the one before.
 *
 * @throws CannotCheck if an invoice is refused; the signal's reason. No fault is under way then.
 */
export async function makeWaves(waves: readonly Wave[], stage: Stage): Promise<Made[]> {
  const { clients, tools, signal, say } = stage;
  const began = Date.now();
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  // Every wave and every creator may wait for it.
  setMaxListeners(0, ended);
  const until = (time: number) =>
    sleep(Math.max(0, began + time - Date.now()), undefined, { signal: ended });

  const breakIt = async (fault: Fault, due: () => Promise<void>): Promise<Made> => {
    const made = await makeFault(fault, tools, ended, due);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    say(`${seconds} s: ${made.made ? "" : "not made: "}${made.what}`);
    return made;
  };

  // A crash is to hit as many payments as there can be at once, so they all begin just before it.
  const makeCrash = async ({ at, invoices, fault, paidShare }: CrashWave): Promise<Made> => {
    await until(at);
    const release = clients.hold();
    try {
      await clients.idle(ended);
      await clients.create(invoices, ended);
      return await breakIt(fault, async () => {
        release();
        await clients.untilPaid(invoices, paidShare, ended);
      });
    } finally {
      release();
    }
  };

  const makeWave = async ({ at, invoices, fault, delay }: OtherWave): Promise<Made> => {
    await until(at);
    const [broken, created] = await Promise.allSettled([
      breakIt(fault, () => until(at + delay)),
      clients.create(invoices, ended),
    ]);
    if (created.status === "rejected") {
      throw created.reason;
    }
    if (broken.status === "rejected") {
      throw broken.reason;
    }
    return broken.value;
  };

  const making = waves.map(async (wave) => {
    try {
      return await ("paidShare" in wave ? makeCrash(wave) : makeWave(wave));
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  const results = await Promise.allSettled(making);
  signal.throwIfAborted();
  return results.map((result) => {
    if (result.status === "rejected") {
      throw new CannotCheck(messageOf(failed.signal.reason));
    }
    return result.value;
  });
}
