// invoice-app, asked as anybody on this machine would.

interface Invoice {
  readonly InvoiceId: string;
  readonly IsPaid: boolean;
}

const address = "http://127.0.0.1:30081/invoices";

/** Creates an invoice and has it paid; whether that was done. */
export async function payOne(): Promise<boolean> {
  const InvoiceId = `node-${Date.now()}`;
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ InvoiceId, Value: 1, Currency: "EUR" });
  const created = await succeeds(address, { method: "POST", headers, body });
  const paid = created && (await succeeds(`${address}/pay`, { method: "POST" }));
  return paid && (await paidIds()).includes(InvoiceId);
}

/** Ids of the invoices that are paid. */
export async function paidIds(): Promise<string[]> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(15_000) });
  const invoices = (await answer.json()) as Invoice[];
  return invoices.filter(({ IsPaid }) => IsPaid).map((invoice) => invoice.InvoiceId);
}

export function reachable(): Promise<boolean> {
  return succeeds(address, {});
}

async function succeeds(url: string, request: RequestInit): Promise<boolean> {
  try {
    return (await fetch(url, { ...request, signal: AbortSignal.timeout(15_000) })).ok;
  } catch {
    return false;
  }
}
