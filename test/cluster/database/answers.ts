import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "../kubectl";
import { askEach, type Reply } from "./replicas";

/** Of each replica of invoice-app. */
export const askInvoices = () => askEach("invoices", "invoice-app", 8081, "/invoices");

/** Pays all invoices, so that both databases have something to lose. */
export async function pay(): Promise<void> {
  const nodePort = "jsonpath={.spec.ports[0].nodePort}";
  const port = await kubectl(["get", "service", "-n", "invoices", "invoice-app", "-o", nodePort]);
  const url = `http://127.0.0.1:${port}/invoices/pay`;
  const response = await fetch(url, { method: "POST", signal: AbortSignal.timeout(60_000) });
  expect(response.status).toBe(200);
}

/** Asks until every replica answers 200: after a restore each has to connect anew. */
export async function untilAllAnswer(ask: () => Promise<Reply[]>): Promise<Reply[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const replies = await ask();
    if (replies.every(({ status }) => status === 200) || Date.now() > deadline) return replies;
    await sleep(500);
  }
}
