import { z } from "zod";

/** What POST /invoices takes. */
export interface NewInvoice {
  readonly InvoiceId: string;
  readonly Value: number;
  /** ISO 4217. */
  readonly Currency: string;
}

/** What GET /invoices answers. */
export const invoiceList = z.array(
  z.object({
    InvoiceId: z.string(),
    Value: z.number(),
    Currency: z.string(),
    IsPaid: z.boolean(),
  }),
);

const problem = z.object({ id: z.string(), error: z.string() });

/** What POST /invoices/pay answers. */
export const payAnswer = z.object({
  paid: z.array(z.string()),
  failed: z.array(problem),
  inDoubt: z.array(problem),
});

export type PayAnswer = z.infer<typeof payAnswer>;
