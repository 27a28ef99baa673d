import type { InvoiceApi } from "../../chaos/invoice-api";

/** Creates an invoice and has it paid; whether that was done. */
export async function payOne(api: InvoiceApi): Promise<boolean> {
  const InvoiceId = `node-${Date.now()}`;
  try {
    await api.create({ InvoiceId, Value: 1, Currency: "EUR" });
    await api.pay();
    return (await paidIds(api)).includes(InvoiceId);
  } catch {
    return false;
  }
}

/** Ids of the invoices that are paid. */
export async function paidIds(api: InvoiceApi): Promise<string[]> {
  const invoices = await api.list();
  return invoices.filter(({ IsPaid }) => IsPaid).map((invoice) => invoice.InvoiceId);
}

export function reachable(api: InvoiceApi): Promise<boolean> {
  return api.list().then(
    () => true,
    () => false,
  );
}
