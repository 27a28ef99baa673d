import { setTimeout as sleep } from "node:timers/promises";
import type { History, Seen } from "./history";
import { type InvoiceApi, Refused } from "./invoice-api";
import type { NewInvoice } from "./invoice";

/** Calls that were answered and that were not, since some must fail while pods are killed. */
export interface Calls {
  answered: number;
  failed: number;
}

const creatorsAtOnce = 8;
/** Pauses in ms: after a call that failed, one that paid nothing, between two lists, and while waiting. */
const pauses = { retry: 200, idle: 100, list: 1000, waiting: 10 } as const;
/** How long payments are waited for that do not come, in ms: what pays may be broken. */
const patience = 5000;

/** Everybody who uses invoice-app from outside, and what they saw. */
export class Clients {
  /** Invoices whose creation was acknowledged. */
  readonly created: NewInvoice[] = [];
  readonly lists: Calls = { answered: 0, failed: 0 };
  readonly pays: Calls = { answered: 0, failed: 0 };
  private holds = 0;
  private paying = 0;

  /** @param prefix What the ids of the run's own invoices begin with: others are not recorded. */
  constructor(
    private readonly api: InvoiceApi,
    private readonly history: History,
    private readonly prefix: string,
  ) {}

  /**
   * Creates invoices, several at once, each tried until it is acknowledged.
   *
   * @throws Refused, or the signal's reason.
   */
  async create(invoices: readonly NewInvoice[], signal: AbortSignal): Promise<void> {
    const left = [...invoices];
    const creator = async (_: unknown, client: number): Promise<void> => {
      for (let invoice = left.shift(); invoice !== undefined; invoice = left.shift()) {
        await this.createOne(invoice, client, signal);
      }
    };
    await Promise.all(Array.from({ length: creatorsAtOnce }, creator));
  }

  /**
   * Has everybody who keeps paying make a pause.
   *
   * @returns what ends it, the first time that it is called.
   */
  hold(): () => void {
    this.holds++;
    let held = true;
    return () => {
      this.holds -= held ? 1 : 0;
      held = false;
    };
  }

  /** Waits until no call for payment of those who keep paying is under way. */
  async idle(signal: AbortSignal): Promise<void> {
    while (this.paying > 0) {
      await sleep(pauses.waiting, undefined, { signal });
    }
  }

  /** Waits until a list shows a share of the invoices, from 0 to 1, as paid; begins none after 5 s. */
  async untilPaid(
    invoices: readonly NewInvoice[],
    share: number,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = new Set(invoices.map(({ InvoiceId }) => InvoiceId));
    const most = Math.floor(ids.size * (1 - share));
    const end = Date.now() + patience;
    while (Date.now() < end) {
      const unpaid = await this.api.list("unpaid").catch(() => undefined);
      signal.throwIfAborted();
      if (unpaid !== undefined && unpaid.filter((it) => ids.has(it.InvoiceId)).length <= most) {
        return;
      }
      await sleep(pauses.waiting, undefined, { signal });
    }
  }

  /** Asks for payment again and again until told to stop; it never rejects. */
  async keepPaying(client: number, stop: AbortSignal): Promise<void> {
    await this.keep(stop, this.pays, async () => {
      while (this.holds > 0) {
        await sleep(pauses.waiting, undefined, { signal: stop });
      }
      this.paying++;
      try {
        const paid = await this.pay(client);
        return paid === 0 ? pauses.idle : 0;
      } finally {
        this.paying--;
      }
    });
  }

  /** Lists the invoices again and again until told to stop; it never rejects. */
  async keepListing(client: number, stop: AbortSignal): Promise<void> {
    await this.keep(stop, this.lists, async () => {
      await this.list(client);
      return pauses.list;
    });
  }

  /** @returns the number of invoices that one call paid. */
  async pay(client: number): Promise<number> {
    const { paid } = await this.history.note(
      client,
      () => this.api.pay(),
      ({ paid }) => ({ kind: "pay", ids: this.own(paid) }),
    );
    return paid.length;
  }

  /** @returns the number of invoices, the run's or not, that are unpaid. */
  async list(client: number): Promise<number> {
    const invoices = await this.history.note(
      client,
      () => this.api.list(),
      (invoices): Seen => ({
        kind: "list",
        paid: this.own(invoices.filter((it) => it.IsPaid).map((it) => it.InvoiceId)),
        unpaid: this.own(invoices.filter((it) => !it.IsPaid).map((it) => it.InvoiceId)),
      }),
    );
    return invoices.filter(({ IsPaid }) => !IsPaid).length;
  }

  private async createOne(invoice: NewInvoice, client: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.history.note(
          client,
          () => this.api.create(invoice),
          () => ({ kind: "create", ids: [invoice.InvoiceId] }),
        );
        this.created.push(invoice);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof Refused) {
          throw error;
        }
        await sleep(pauses.retry, undefined, { signal });
      }
    }
  }

  private async keep(stop: AbortSignal, calls: Calls, call: () => Promise<number>): Promise<void> {
    while (!stop.aborted) {
      let pause: number = pauses.retry;
      try {
        pause = await call();
        calls.answered++;
      } catch {
        calls.failed++;
      }
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private own(ids: readonly string[]): string[] {
    return ids.filter((id) => id.startsWith(this.prefix));
  }
}
