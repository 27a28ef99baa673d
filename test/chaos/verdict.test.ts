import type { Balance } from "../../chaos/conservation";
import { faultsFound, type Outcome, provesNothing, verdictLine } from "../../chaos/verdict";

const right: Balance = {
  paid: 20,
  payments: 20,
  lost: [],
  double: [],
  unmatched: [],
  stuck: [],
  sums: [],
};
const held: Outcome = {
  seed: 7,
  created: 20,
  faults: { made: 9, planned: 10 },
  balance: right,
  history: { invoices: 20, lists: 300, violations: [], undecided: [] },
};

test("it held", () => {
  expect(faultsFound(held)).toEqual([]);
  expect(provesNothing(held)).toBeUndefined();
  expect(verdictLine(held)).toBe(
    "chaos: held; 20 invoices created, 20 paid by 20 payments, 0 lost, 0 double, 0 unmatched, " +
      "0 stuck, 0 went back in 300 lists, 9 of 10 faults, seed 7",
  );
});

test.each<[string, Partial<Balance>]>([
  ["lost", { lost: ["a is lost"] }],
  ["double", { double: ["a was paid 2 times"] }],
  ["unmatched", { unmatched: ["a is paid without a payment"] }],
  ["stuck", { stuck: ["a is still unpaid"] }],
  ["sums", { sums: ["EUR differs"] }],
])("%s is a violation", (_, wrong) => {
  const outcome = { ...held, balance: { ...right, ...wrong } };
  expect(faultsFound(outcome)).toEqual(Object.values(wrong).flat());
  expect(verdictLine(outcome)).toMatch(/^chaos: violated; /);
});

test("an invoice that went back is a violation", () => {
  const history = { ...held.history, violations: [{ id: "a", reason: "paid, then unpaid" }] };
  const outcome = { ...held, history };
  expect(faultsFound(outcome)).toEqual(["a went back: paid, then unpaid"]);
  expect(verdictLine(outcome)).toMatch(/^chaos: violated; .* 1 went back/);
});

test.each<[string, Partial<Outcome>]>([
  ["only 4 of 10 faults could be made", { faults: { made: 4, planned: 10 } }],
  ["nobody saw anything", { history: { ...held.history, lists: 0 } }],
  ["nobody saw anything", { created: 0 }],
  ["no order was found in time for 1 invoices", { history: { ...held.history, undecided: ["a"] } }],
])("%s: that is no proof", (reason, changed) => {
  const outcome = { ...held, ...changed };
  expect(provesNothing(outcome)).toBe(reason);
  expect(verdictLine(outcome)).toContain(`chaos: nothing: ${reason}; `);
});
