import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { judgePayment, payAll } from "../../../verify/traffic/payment";

const invoice = (InvoiceId: string, IsPaid: boolean) => ({
  InvoiceId,
  Value: 12.15,
  Currency: "EUR",
  IsPaid,
});
const [unpaid, paid] = [invoice("I1", false), invoice("I1", true)];

test.each([
  ["all paid, in another order", [unpaid, invoice("I2", true)], [invoice("I2", true), paid], ""],
  ["one is not paid", [unpaid], [unpaid], "not every invoice is paid afterwards"],
  ["one is gone", [unpaid], [], "not every invoice is paid afterwards"],
  ["a value changed", [unpaid], [{ ...paid, Value: 1 }], "not every invoice is paid afterwards"],
  ["no invoices", [], [], "there is no invoice"],
])("%s", (_, before, after, reason) => {
  const verdict = reason === "" ? "right" : "wrong";
  expect(judgePayment(before, after)).toEqual({ before, after, verdict, reason });
});

describe("against a server", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function payAgainst(listener: RequestListener) {
    const started = (server = createServer(listener));
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    const { port } = started.address() as AddressInfo;
    return payAll({ host: "127.0.0.1", port }, new AbortController().signal);
  }

  test("lists, pays and lists again", async () => {
    const asked: string[] = [];
    const payment = await payAgainst(({ method = "", url = "" }, response) => {
      asked.push(`${method} ${url}`);
      response.end(JSON.stringify([asked.includes("POST /invoices/pay") ? paid : unpaid]));
    });
    expect(asked).toEqual(["GET /invoices", "POST /invoices/pay", "GET /invoices"]);
    expect(payment).toEqual({ before: [unpaid], after: [paid], verdict: "right", reason: "" });
  });

  test("a status that is no success is no payment", async () => {
    const payment = await payAgainst(({ method }, response) => {
      response.statusCode = method === "POST" ? 502 : 200;
      response.end(method === "POST" ? "payment-provider: no answer" : JSON.stringify([unpaid]));
    });
    expect(payment).toMatchObject({ before: [unpaid], after: [], verdict: "wrong" });
    expect(payment.reason).toMatch(/\/invoices\/pay: 502 payment-provider: no answer$/);
  });

  test("what is not a list of invoices is no payment", async () => {
    const payment = await payAgainst((_, response) => response.end('[{"InvoiceId": 1}]'));
    expect(payment).toMatchObject({ before: [], after: [], verdict: "wrong" });
  });
});
