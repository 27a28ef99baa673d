import { plan, type PlanArgs, sparedBy } from "../../chaos/plan";
import { morePlaces, places, refundDesk, refundsDatabase } from "./places";

const args: PlanArgs = {
  payments: 2000,
  minutes: 5,
  seed: 7,
  targets: places,
  severalNodes: false,
  prefix: "p-",
};
const waves = plan(args);

test("the same seed makes the same plan, another one another", () => {
  expect(plan(args)).toEqual(waves);
  expect(plan({ ...args, seed: 8 })).not.toEqual(waves);
});

test("every invoice is in one wave, under an id of its own", () => {
  const ids = waves.flatMap(({ invoices }) => invoices.map(({ InvoiceId }) => InvoiceId));
  expect(ids).toEqual(Array.from({ length: 2000 }, (_, n) => `p-${n + 1}`));
});

test("a crash has three times the invoices of another fault", () => {
  const sizes = plan({ ...args, payments: 1500, minutes: 1 }).map(({ fault, invoices }) => [
    fault.kind === "crash",
    invoices.length,
  ]);
  expect(sizes).toEqual([
    [true, 300],
    [false, 100],
    [true, 300],
    [false, 100],
    [true, 300],
    [false, 100],
    [true, 300],
  ]);
});

test("fewer invoices than waves are not lost either", () => {
  const few = plan({ ...args, payments: 3 }).flatMap(({ invoices }) => invoices);
  expect(few).toHaveLength(3);
});

test("it ends in time, each wave after the one before", () => {
  const times = waves.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(5 * 60_000);
});

test("whatever the seed, every kind of fault is made", () => {
  for (let seed = 0; seed < 50; seed++) {
    expect([...new Set(faultsOf({ ...args, seed }))].sort()).toEqual([
      "crash invoice-app",
      "crash invoice-app all",
      "crash invoices-database",
      "crash payment-provider",
      "crash payment-provider all",
      "crash payments-database",
      "evict invoice-app",
      "evict payment-provider",
      "kill invoice-app",
      "kill invoice-app all",
      "kill invoices-database",
      "kill payment-provider",
      "kill payment-provider all",
      "kill payments-database",
      "restart invoice-app",
      "restart payment-provider",
      "shut",
    ]);
  }
});

test("whatever the seed, a minute has a crash of everything", () => {
  for (let seed = 0; seed < 50; seed++) {
    const faults = faultsOf({ ...args, minutes: 1, seed });
    expect(faults).toHaveLength(7);
    expect(faults.filter((fault) => fault.startsWith("crash")).sort()).toEqual([
      "crash invoice-app all",
      "crash invoices-database",
      "crash payment-provider all",
      "crash payments-database",
    ]);
  }
});

test("where there are several nodes, a minute has a drain and then the death of one, whatever the seed", () => {
  for (let seed = 0; seed < 50; seed++) {
    const faults = faultsOf({ ...args, minutes: 1, seed, severalNodes: true });
    expect(faults.filter((fault) => !fault.startsWith("crash")).slice(0, 2)).toEqual([
      "drain",
      "node-death",
    ]);
  }
});

/** Minutes in which every fault of a third team's two comes up. */
const longer = { ...args, payments: 1, minutes: 10, targets: morePlaces };
const ofService = ["crash", "crash all", "evict", "kill", "kill all", "restart"];

test.each([
  ["with", [refundsDatabase], ["crash", "kill"]],
  ["without", [], []],
])("a third team's service %s a database is broken as the others are", (_, its, ofDatabase) => {
  const targets = { ...morePlaces, databases: [...places.databases, ...its] };
  for (let seed = 0; seed < 50; seed++) {
    const faults = faultsOf({ ...longer, targets, seed });
    const kindsOf = (name: string) =>
      [...new Set(faults.filter((fault) => fault.split(" ")[1] === name))]
        .map((fault) => fault.replace(` ${name}`, ""))
        .sort();
    expect(kindsOf("refund-desk")).toEqual(ofService);
    expect(kindsOf("refunds-database")).toEqual(ofDatabase);
  }
});

test("in a round of what is no crash, a policy is dropped as often as there are services", () => {
  for (const targets of [places, morePlaces]) {
    const others = faultsOf({ ...longer, targets }).filter((fault) => !fault.startsWith("crash"));
    const round = targets.services.length * 6 + targets.databases.length;
    const shut = others.slice(0, round).filter((fault) => fault === "shut");
    expect(shut).toHaveLength(targets.services.length);
  }
});

test("what a plan is too short for is named", () => {
  const all = plan(longer);
  expect(sparedBy(all, morePlaces)).toEqual([]);
  const without = all.filter(({ fault }) => !("target" in fault) || fault.target !== refundDesk);
  expect(sparedBy(without, morePlaces)).toEqual([refundDesk]);
});

test("a crash comes when the first payments are made, and before most are", () => {
  const shares = waves.flatMap((wave) => ("paidShare" in wave ? [wave.paidShare] : []));
  expect(shares.length).toBeGreaterThan(0);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.1);
});

test("no database crashes more often than the kubelet restarts it soon", () => {
  const faults = faultsOf(args);
  const count = (name: string) => faults.filter((fault) => fault === name).length;
  expect(count("crash invoices-database")).toBeLessThanOrEqual(3);
  expect(count("crash payments-database")).toBeLessThanOrEqual(3);
});

function faultsOf(of: PlanArgs): string[] {
  return plan(of).map(({ fault }) =>
    "target" in fault
      ? `${fault.kind} ${fault.target.name}${"all" in fault && fault.all ? " all" : ""}`
      : fault.kind,
  );
}

test("amounts are positive and have no more decimals than their currency", () => {
  const decimals: Record<string, number> = { EUR: 2, GBP: 2, DKK: 2, JPY: 0, KWD: 3 };
  const used = new Set<string>();
  for (const { Value, Currency } of waves.flatMap(({ invoices }) => invoices)) {
    used.add(Currency);
    const [, fraction = ""] = String(Value).split(".");
    expect(Value).toBeGreaterThan(0);
    expect(fraction.length).toBeLessThanOrEqual(decimals[Currency] ?? -1);
  }
  expect([...used].sort()).toEqual(Object.keys(decimals).sort());
});
