import { balance, type Books, type InvoiceRow, violations } from "../../chaos/conservation";

const invoice = (id: string, paid: boolean, value = "10.5", currency = "EUR"): InvoiceRow => ({
  id,
  value,
  currency,
  paid,
});
const payment = (id: string, value = "10.5", currency = "EUR") => ({ id, value, currency });
const created = (id: string) => ({ InvoiceId: id, Value: 10.5, Currency: "EUR" });

/** One invoice was paid before; two are paid now. */
const before: Books = { invoices: [invoice("old", true)], payments: [payment("old")] };
const after: Books = {
  invoices: [invoice("old", true), invoice("a", true), invoice("b", true)],
  payments: [payment("b"), payment("old"), payment("a")],
};
const both = [created("a"), created("b")];

test("what was paid is what the ledger gained", () => {
  const found = balance(before, after, both);
  expect(found).toMatchObject({ paid: 2, payments: 2 });
  expect(violations(found)).toEqual([]);
});

test("what was odd in the ledger before is not this run's", () => {
  const odd = [payment("old"), payment("stray", "1")];
  const found = balance(
    { ...before, payments: [...before.payments, ...odd] },
    { ...after, payments: [...after.payments, ...odd] },
    both,
  );
  expect(violations(found)).toEqual([]);
});

test("an invoice that exists, though its creation was not acknowledged, is no violation", () => {
  expect(violations(balance(before, after, [created("a")]))).toEqual([]);
});

test.each<[string, Partial<Books>, string[]]>([
  [
    "paid twice",
    { payments: [...after.payments, payment("a")] },
    ["a was paid 2 times", "EUR: invoices of 21 are paid, and the ledger moved 31.5"],
  ],
  [
    "an old one paid again",
    { payments: [...after.payments, payment("old")] },
    [
      "the ledger has old (10.5 EUR), and no such invoice was paid",
      "EUR: invoices of 21 are paid, and the ledger moved 31.5",
    ],
  ],
  [
    "paid without a payment",
    { payments: [payment("old"), payment("a")] },
    [
      "b (10.5 EUR) is paid, and the ledger has no such payment",
      "EUR: invoices of 21 are paid, and the ledger moved 10.5",
    ],
  ],
  [
    "another amount paid",
    { payments: [payment("old"), payment("a"), payment("b", "10.4999")] },
    [
      "b (10.5 EUR) is paid, and the ledger has no such payment",
      "EUR: invoices of 21 are paid, and the ledger moved 20.9999",
    ],
  ],
  [
    "another currency paid",
    { payments: [payment("old"), payment("a"), payment("b", "10.5", "DKK")] },
    [
      "b (10.5 EUR) is paid, and the ledger has no such payment",
      "DKK: invoices of 0 are paid, and the ledger moved 10.5",
      "EUR: invoices of 21 are paid, and the ledger moved 10.5",
    ],
  ],
  [
    "money moved, the invoice unpaid",
    { invoices: [invoice("old", true), invoice("a", true), invoice("b", false)] },
    [
      "the ledger has b (10.5 EUR), and no such invoice was paid",
      "b is still unpaid",
      "EUR: invoices of 10.5 are paid, and the ledger moved 21",
    ],
  ],
  [
    "an acknowledged invoice lost",
    {
      invoices: [invoice("old", true), invoice("a", true)],
      payments: [payment("a"), payment("old")],
    },
    ["b (10.5 EUR) was there or acknowledged, and is lost"],
  ],
  [
    "an old invoice lost",
    { invoices: after.invoices.slice(1) },
    ["old (10.5 EUR) was there or acknowledged, and is lost"],
  ],
  [
    "a row of the ledger lost",
    { payments: [payment("a"), payment("b")] },
    ["the ledger had old (10.5 EUR), and has it no more"],
  ],
  [
    "an invoice changed",
    {
      invoices: [invoice("old", true), invoice("a", true), invoice("b", true, "11")],
      payments: [payment("a"), payment("b", "11"), payment("old")],
    },
    ["b (10.5 EUR) became b (11 EUR)"],
  ],
])("%s", (_, changed, expected) => {
  expect(violations(balance(before, { ...after, ...changed }, both))).toEqual(expected);
});

test("paid, and unpaid again", () => {
  const now = { ...after, invoices: [invoice("old", false), ...after.invoices.slice(1)] };
  expect(violations(balance(before, now, both))).toEqual([
    "old was paid, and is unpaid",
    "old is still unpaid",
  ]);
});
