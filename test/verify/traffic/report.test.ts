import { type Drift, driftOf, type Finding } from "../../../drift/drift";
import type { JudgedCell, Observation, Outcome } from "../../../verify/traffic/judge";
import { judgePayment } from "../../../verify/traffic/payment";
import { isRight, type Report, toJson, toText, verdictLine } from "../../../verify/traffic/report";

const observation = (address: string, outcome: Outcome): Observation => ({
  via: "pod IP",
  address,
  outcome,
  detail: "HTTP/1.0 200 OK",
});
const allowed: JudgedCell = {
  id: "invoice-app -> payment-provider/pod-ip",
  from: "invoice-app",
  to: "payment-provider/pod-ip",
  expected: "allowed",
  controls: [],
  controlOnly: false,
  observations: [
    observation("10.244.0.7:8082", "answered"),
    observation("10.244.0.8:8082", "answered"),
  ],
  verdict: "right",
  reason: "",
};
const refused: JudgedCell = {
  id: "invoice-app-unwalled -> payment-provider/stand-in:53/udp",
  from: "invoice-app-unwalled",
  to: "payment-provider/stand-in:53/udp",
  expected: "refused",
  controls: ["bystander -> open:53/udp"],
  controlOnly: false,
  observations: [observation("10.244.0.9:53/udp", "silent")],
  verdict: "right",
  reason: "",
};
const control: JudgedCell = {
  id: "bystander -> open:53/udp",
  from: "bystander",
  to: "open:53/udp",
  expected: "allowed",
  controls: [],
  controlOnly: true,
  observations: [observation("10.244.0.3:53/udp", "answered")],
  verdict: "right",
  reason: "",
};
const invoice = { InvoiceId: "I1", Value: 12.5, Currency: "EUR", IsPaid: false };
const payment = judgePayment([invoice], [{ ...invoice, IsPaid: true }]);
const drift: Drift = { findings: [], notes: [], opensWall: false };
const good: Report = {
  cells: [allowed, refused, control],
  acrossNodes: [],
  payment,
  drift,
  elapsed: 21_000,
};

const leak: JudgedCell = {
  ...refused,
  observations: [
    observation("10.244.0.9:53/udp", "answered"),
    observation("10.244.0.8:53/udp", "silent"),
  ],
  verdict: "wrong",
  reason: "10.244.0.9:53/udp: datagram",
};

test("a run in which all is right", () => {
  expect(isRight(good)).toBe(true);
  expect(toText(good)).toBe(
    `
    FROM                  TO                         VIA     PORT    EXPECTED  OBSERVED
ok  invoice-app           payment-provider           pod IP  8082    allowed   answered 2x
ok  invoice-app-unwalled  payment-provider/stand-in  pod IP  53/udp  refused   silent

Controls: without them a refusal would prove nothing.
    FROM       TO    VIA     PORT    EXPECTED  OBSERVED
ok  bystander  open  pod IP  53/udp  allowed   answered

INVOICE  VALUE  CURRENCY  BEFORE  AFTER
I1       12.50  EUR       unpaid  paid
All are paid.

verify: 2 cells, 2 right, 0 wrong; drift: none`.slice(1),
  );
});

test("what is not right stands just above the last line, with its reason", () => {
  const dead = {
    ...refused,
    verdict: "unproven",
    reason: "nobody to ask",
    observations: [],
  } as const;
  const lost = { ...control, verdict: "wrong", reason: "it was silent" } as const;
  const report = { ...good, cells: [allowed, leak, dead, lost], payment: judgePayment([], []) };
  expect(isRight(report)).toBe(false);
  expect(toText(report).split("\n").slice(2, 4)).toEqual([
    "WRONG     invoice-app-unwalled  payment-provider/stand-in  pod IP  53/udp  refused   answered, silent",
    "UNPROVEN  invoice-app-unwalled  payment-provider/stand-in                  refused",
  ]);
  expect(toText(report).split("\n").slice(-7)).toEqual([
    "INVOICE  VALUE  CURRENCY  BEFORE  AFTER",
    "WRONG payment: there is no invoice",
    "",
    "WRONG invoice-app-unwalled -> payment-provider/stand-in:53/udp: 10.244.0.9:53/udp: datagram",
    "UNPROVEN invoice-app-unwalled -> payment-provider/stand-in:53/udp: nobody to ask",
    "WRONG bystander -> open:53/udp: it was silent",
    "verify: 3 cells, 1 right, 2 wrong; 1 of them unproven; 1 control failed; the payment is wrong; drift: none",
  ]);
});

const opened: Finding = {
  kind: "changed",
  object: {
    group: "networking.k8s.io",
    kind: "NetworkPolicy",
    namespace: "payments",
    name: "default-deny",
  },
  fields: [{ field: "spec.ingress[0]", found: {}, opensWall: true }],
  opensWall: true,
};

test("what was changed by hand is shown, and makes the run wrong if it opens a wall", () => {
  const labelled = { ...opened, opensWall: false };
  expect(isRight({ ...good, drift: driftOf([labelled], []) })).toBe(true);
  const report = { ...good, drift: driftOf([opened], []) };
  expect(isRight(report)).toBe(false);
  expect(toText(report)).toContain("NetworkPolicy/payments/default-deny  spec.ingress[0]");
  expect(verdictLine(report)).toBe(
    "verify: 2 cells, 2 right, 0 wrong; drift: 1 object, 1 opens a wall",
  );
});

test.each<[string, Report]>([
  ["a cell", { ...good, cells: [leak] }],
  ["a control", { ...good, cells: [{ ...control, verdict: "wrong" }] }],
  ["the payment", { ...good, payment: judgePayment([invoice], [invoice]) }],
])("%s that is wrong makes the run wrong", (_, report) => {
  expect(isRight(report)).toBe(false);
});

test("what was proven across nodes is counted", () => {
  const acrossNodes = [allowed.id, refused.id, control.id];
  expect(verdictLine({ ...good, acrossNodes })).toBe(
    "verify: 2 cells, 2 right, 0 wrong; 2 right across nodes; drift: none",
  );
  expect(verdictLine({ ...good, cells: [leak, allowed], acrossNodes })).toContain(
    "1 right across nodes",
  );
});

test("invoices that were paid before are no fault", () => {
  const paid = { ...invoice, IsPaid: true };
  const report = { ...good, payment: judgePayment([paid], [paid]) };
  expect(isRight(report)).toBe(true);
  expect(toText(report)).toContain("\nAll were paid before.\n");
});

test("of many invoices the first ten are shown", () => {
  const many = (paid: boolean) =>
    Array.from({ length: 12 }, (_, i) => ({ ...invoice, InvoiceId: `I${i + 1}`, IsPaid: paid }));
  const lines = toText({ ...good, payment: judgePayment(many(false), many(true)) }).split("\n");
  const header = lines.findIndex((line) => line.startsWith("INVOICE"));
  expect(lines.slice(header + 10, header + 13)).toEqual([
    "I10      12.50  EUR       unpaid  paid",
    "and 2 more",
    "All are paid.",
  ]);
});

test("the JSON says the same", () => {
  expect(JSON.parse(toJson(good))).toEqual({
    right: true,
    verdict: "verify: 2 cells, 2 right, 0 wrong; drift: none",
    ...good,
  });
  expect(verdictLine({ ...good, cells: [allowed] })).toBe(
    "verify: 1 cell, 1 right, 0 wrong; drift: none",
  );
});
