import { z } from "zod";
import { bookkeepersOf, parseRows, withoutSuffixes } from "../../chaos/books";
import { balance, violations } from "../../chaos/conservation";
import { CannotCheck } from "../../cluster/cannot-check";
import { outputs } from "../verify/traffic/outputs";

test("the books are those of the two services whose tables are known", () => {
  const [invoiceApp, paymentProvider] = outputs.services;
  expect(bookkeepersOf(outputs)).toEqual({
    invoices: invoiceApp?.database,
    payments: paymentProvider?.database,
  });
});

test("a stack without such a service, or without its database, has no books", () => {
  const [invoiceApp, ...others] = outputs.services;
  const bare = others.map((one) => ({ ...one, database: undefined }));
  const check = (services: typeof outputs.services) => () =>
    bookkeepersOf({ ...outputs, services });
  expect(check(others)).toThrow("no service is called invoice-app");
  expect(check(invoiceApp ? [invoiceApp, ...bare] : [])).toThrow(
    new CannotCheck("payment-provider has no database in the cluster: no books to look at"),
  );
});

test("one row a line, none in an empty line", () => {
  const row = z.object({ id: z.string() });
  expect(parseRows(row, '{"id":"a\\nb"}\n{"id":"c"}\n')).toEqual([{ id: "a\nb" }, { id: "c" }]);
  expect(parseRows(row, "\n")).toEqual([]);
});

test("a row that is none is no row to be left out", () => {
  expect(() => parseRows(z.object({ id: z.string() }), '{"id":1}')).toThrow();
});

test("without idempotency an odd id is no violation, a second payment is", () => {
  const row = { value: "1", currency: "EUR" };
  const none = { invoices: [], payments: [] };
  const invoices = [{ id: "a", ...row, paid: true }];
  const once = withoutSuffixes({ invoices, payments: [{ id: "a#x1", ...row }] });
  const twice = withoutSuffixes({ invoices, payments: [...once.payments, { id: "a#y", ...row }] });
  expect(violations(balance(none, once, []))).toEqual([]);
  expect(violations(balance(none, twice, []))).toContain("a was paid 2 times");
});
