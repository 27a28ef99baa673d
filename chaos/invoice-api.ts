import type { z } from "zod";
import type { Address } from "../cluster/stack";
import { invoiceList, type NewInvoice, payAnswer, type PayAnswer } from "./invoice";

/** A status that says that the request was wrong: trying again will not help. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Bounds each request, in ms. A pod that is killed may take its connections with it silently. */
const deadlines = { create: 5000, list: 20_000, pay: 30_000 } as const;

/** invoice-app as the outside sees it. Each call is one request, and rejects if it fails. */
export class InvoiceApi {
  private readonly base: string;

  constructor(
    { host, port }: Address,
    private readonly signal: AbortSignal,
  ) {
    this.base = `http://${host}:${port}`;
  }

  /** @throws Refused if the invoice is not taken as it is. */
  async create(invoice: NewInvoice): Promise<void> {
    const body = JSON.stringify(invoice);
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body };
    const response = await this.ask("/invoices", init, deadlines.create);
    const said = await response.text();
    if (!response.ok) {
      const { status } = response;
      const wrong = status >= 400 && status < 500 && status !== 408 && status !== 429;
      throw new (wrong ? Refused : Error)(`POST /invoices: ${status} ${said}`);
    }
  }

  async list(which: "all" | "unpaid" = "all"): Promise<z.infer<typeof invoiceList>> {
    const path = which === "all" ? "/invoices" : "/invoices?paid=false";
    const response = await this.ask(path, {}, deadlines.list);
    return invoiceList.parse(await success(response).json());
  }

  /** Also an answer that some payments failed or are in doubt is one. */
  async pay(): Promise<PayAnswer> {
    const response = await this.ask("/invoices/pay", { method: "POST" }, deadlines.pay);
    return payAnswer.parse(await (response.status === 502 ? response : success(response)).json());
  }

  private ask(path: string, init: RequestInit, deadline: number): Promise<Response> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(deadline)]);
    return fetch(`${this.base}${path}`, { ...init, signal });
  }
}

function success(response: Response): Response {
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status}`);
  }
  return response;
}
