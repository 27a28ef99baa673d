import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck, messageOf } from "../cluster/cannot-check";
import type { Clients } from "./clients";
import { rolledOut } from "./deployment";
import type { Database } from "./places";

/** How long it may take until nothing is unpaid, in ms: claims have to expire first. */
const longest = 300_000;
const pause = 500;

type Payer = Pick<Clients, "pay" | "list">;

/** The client that asks for payment while waiting. */
const client = 0;

/**
 * Waits until the databases are there, and asks for payment until nothing is unpaid.
 *
 * @throws CannotCheck if that takes too long.
 */
export async function untilRest(
  clients: Payer,
  databases: readonly Database[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(databases.map((database) => rolledOut(database, "statefulset")));
  const began = Date.now();
  for (;;) {
    const unpaid = await payAndCount(clients);
    signal.throwIfAborted();
    if (unpaid === 0) {
      return;
    }
    if (Date.now() - began > longest) {
      const state = typeof unpaid === "number" ? `${unpaid} invoices are unpaid` : unpaid;
      throw new CannotCheck(`no rest after ${longest / 60_000} minutes: ${state}`);
    }
    await sleep(pause, undefined, { signal });
  }
}

/** @returns how many invoices are unpaid, or why that is not known. */
async function payAndCount(clients: Payer): Promise<number | string> {
  try {
    await clients.pay(client);
    return await clients.list(client);
  } catch (error) {
    return messageOf(error);
  }
}
