import { formatAmount, parseAmount } from "./amount";
import type { NewInvoice } from "./invoice";

/** A row of the invoices' database. Amounts are decimal texts, without zeros at the end. */
export interface InvoiceRow {
  readonly id: string;
  readonly value: string;
  readonly currency: string;
  readonly paid: boolean;
}

/** A row of the ledger. */
export interface PaymentRow {
  readonly id: string;
  readonly value: string;
  readonly currency: string;
}

/** All that both databases hold. */
export interface Books {
  readonly invoices: readonly InvoiceRow[];
  readonly payments: readonly PaymentRow[];
}

/** What became of the money, in numbers of invoices and in words. */
export interface Balance {
  readonly paid: number;
  readonly payments: number;
  /** Invoices that were acknowledged or there before and are not any more, or are others now. */
  readonly lost: readonly string[];
  /** Payments that are more than the one that an invoice is worth. */
  readonly double: readonly string[];
  /** Paid invoices without their payment, and payments without their paid invoice. */
  readonly unmatched: readonly string[];
  /** Invoices that are still unpaid. */
  readonly stuck: readonly string[];
  /** Currencies in which the sums differ. */
  readonly sums: readonly string[];
}

/**
 * Compares what was paid between two looks at the books with what the ledger gained.
 *
 * @param created Invoices whose creation was acknowledged between the looks.
 */
export function balance(before: Books, after: Books, created: readonly NewInvoice[]): Balance {
  const paidBefore = new Set(before.invoices.filter(({ paid }) => paid).map(({ id }) => id));
  const paid = after.invoices.filter((row) => row.paid && !paidBefore.has(row.id));
  const { gained, missing } = difference(before.payments, after.payments);
  const byId = new Map<string, PaymentRow[]>();
  for (const row of gained) {
    byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  }
  const ids = new Set(paid.map(({ id }) => id));
  return {
    paid: paid.length,
    payments: gained.length,
    lost: [
      ...lostInvoices(before.invoices, after.invoices, created),
      ...missing.map((row) => `the ledger had ${describe(row)}, and has it no more`),
    ],
    double: [...byId]
      .filter(([, rows]) => rows.length > 1)
      .map(([id, rows]) => `${id} was paid ${rows.length} times`),
    unmatched: [
      ...paid
        .filter((row) => !(byId.get(row.id) ?? []).some((payment) => key(payment) === key(row)))
        .map((row) => `${describe(row)} is paid, and the ledger has no such payment`),
      ...gained
        .filter(({ id }) => !ids.has(id))
        .map((row) => `the ledger has ${describe(row)}, and no such invoice was paid`),
    ],
    stuck: after.invoices.filter((row) => !row.paid).map((row) => `${row.id} is still unpaid`),
    sums: differentSums(paid, gained),
  };
}

/** Everything that is wrong, in words; nothing if the money was conserved. */
export function violations({ lost, double, unmatched, stuck, sums }: Balance): string[] {
  return [...lost, ...double, ...unmatched, ...stuck, ...sums];
}

function lostInvoices(
  before: readonly InvoiceRow[],
  after: readonly InvoiceRow[],
  created: readonly NewInvoice[],
): string[] {
  const now = new Map(after.map((row) => [row.id, row]));
  const expected = [
    ...before,
    ...created.map(({ InvoiceId, Value, Currency }) => ({
      id: InvoiceId,
      value: String(Value),
      currency: Currency,
      paid: false,
    })),
  ];
  return expected.flatMap((row) => {
    const found = now.get(row.id);
    if (found === undefined) {
      return [`${describe(row)} was there or acknowledged, and is lost`];
    }
    if (key(found) !== key(row)) {
      return [`${describe(row)} became ${describe(found)}`];
    }
    return row.paid && !found.paid ? [`${row.id} was paid, and is unpaid`] : [];
  });
}

/** What the second list has more than the first, and less; equal rows count one by one. */
function difference(before: readonly PaymentRow[], after: readonly PaymentRow[]) {
  const left = new Map<string, number>();
  for (const row of before) {
    left.set(key(row), (left.get(key(row)) ?? 0) + 1);
  }
  const taken = (row: PaymentRow): boolean => {
    const count = left.get(key(row)) ?? 0;
    left.set(key(row), count - 1);
    return count > 0;
  };
  const gained = after.filter((row) => !taken(row));
  const missing = before.filter((row) => taken(row));
  return { gained, missing };
}

function differentSums(paid: readonly PaymentRow[], gained: readonly PaymentRow[]): string[] {
  const [invoices, ledger] = [sums(paid), sums(gained)];
  return [...new Set([...invoices.keys(), ...ledger.keys()])].sort().flatMap((currency) => {
    const [owed, moved] = [invoices.get(currency) ?? 0n, ledger.get(currency) ?? 0n];
    const texts = [formatAmount(owed), formatAmount(moved)] as const;
    return owed === moved
      ? []
      : [`${currency}: invoices of ${texts[0]} are paid, and the ledger moved ${texts[1]}`];
  });
}

function sums(rows: readonly PaymentRow[]): Map<string, bigint> {
  const sum = new Map<string, bigint>();
  for (const { currency, value } of rows) {
    sum.set(currency, (sum.get(currency) ?? 0n) + parseAmount(value));
  }
  return sum;
}

function key({ id, value, currency }: PaymentRow): string {
  return JSON.stringify([id, value, currency]);
}

function describe({ id, value, currency }: PaymentRow): string {
  return `${id} (${value} ${currency})`;
}
