import { z } from "zod";
import { parseRows, withoutSuffixes } from "../../chaos/books";
import { balance, violations } from "../../chaos/conservation";

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
