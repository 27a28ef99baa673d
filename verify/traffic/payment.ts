import { z } from "zod";
import { messageOf } from "../../cluster/cannot-check";
import type { Address } from "../../cluster/stack";

const invoices = z.array(
  z.object({
    InvoiceId: z.string(),
    Value: z.number(),
    Currency: z.string(),
    IsPaid: z.boolean(),
  }),
);

export type Invoice = z.infer<typeof invoices>[number];

/** Paying, as the outside sees it. */
export interface Payment {
  readonly before: readonly Invoice[];
  readonly after: readonly Invoice[];
  readonly verdict: "right" | "wrong";
  /** Why it is wrong; empty if it is right. */
  readonly reason: string;
}

/** Bounds one request, in ms: paying calls the provider once for each invoice. */
const deadline = 10_000;

/** Lists the invoices, pays, and lists them again. It never rejects: a failure is a wrong payment. */
export async function payAll({ host, port }: Address, signal: AbortSignal): Promise<Payment> {
  const base = `http://${host}:${port}`;
  const ended = () => AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
  const list = async () =>
    invoices.parse(await (await succeed(fetch(`${base}/invoices`, { signal: ended() }))).json());
  let [before, after]: [Invoice[], Invoice[]] = [[], []];
  try {
    before = await list();
    await succeed(fetch(`${base}/invoices/pay`, { method: "POST", signal: ended() }));
    after = await list();
    return judgePayment(before, after);
  } catch (error) {
    return { before, after, verdict: "wrong", reason: messageOf(error) };
  }
}

async function succeed(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  }
  return response;
}

/** Right if nothing but `IsPaid` changed and all is paid; what was paid before may stay so. */
export function judgePayment(before: readonly Invoice[], after: readonly Invoice[]): Payment {
  const paid = before.map((invoice) => ({ ...invoice, IsPaid: true }));
  if (before.length === 0) {
    return { before, after, verdict: "wrong", reason: "there is no invoice" };
  }
  if (JSON.stringify(sorted(paid)) !== JSON.stringify(sorted(after))) {
    return { before, after, verdict: "wrong", reason: "not every invoice is paid afterwards" };
  }
  return { before, after, verdict: "right", reason: "" };
}

function sorted(list: readonly Invoice[]): Invoice[] {
  return [...list].sort((a, b) => a.InvoiceId.localeCompare(b.InvoiceId));
}
