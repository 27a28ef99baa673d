import type { Drift } from "../../drift/drift";
import type { Status } from "../../status/look";
import { isWell, toText } from "../../status/report";

const now = Date.parse("2026-01-02T12:00:00Z");
const none: Drift = { findings: [], notes: [], opensWall: false };
const object = { kind: "Service", namespace: "payments", name: "p", group: "" };
const drift: Drift = {
  ...none,
  findings: [{ kind: "removed", object, fields: [], opensWall: true }],
  opensWall: true,
};
const well: Status = {
  problems: 0,
  drift: none,
  backups: [
    { database: "invoices-database", at: "2026-01-02T02:00:00Z", since: "2025-01-01T00:00:00Z" },
    { database: "payments-database", at: undefined, since: "2026-01-02T01:00:00Z" },
  ],
  unpaid: { text: "3", isFault: false },
  kubernetes: "v1.34.2",
  images: { "invoice-app": "localhost:30500/invoice-app@sha256:01" },
};

test("a line for each thing", () => {
  expect(toText(well, now)).toBe(`workloads  all ready
drift      none
backups    invoices-database 10 h ago, payments-database none yet
unpaid     3
versions   Kubernetes v1.34.2
           invoice-app localhost:30500/invoice-app@sha256:01`);
  expect(isWell(well, now)).toBe(true);
});

test.each<readonly [what: string, status: Partial<Status>, line: string]>([
  ["a problem", { problems: 2 }, "workloads  2 not as they should be: npm run why"],
  ["drift", { drift }, "drift      1 object, 1 opens a wall: npm run drift"],
  [
    "an old dump",
    { backups: [{ database: "d", at: "2026-01-01T02:00:00Z", since: "2025-01-01T00:00:00Z" }] },
    "backups    d 34 h ago: docs/operations.md#backuptooold",
  ],
  [
    "a dump that never came",
    { backups: [{ database: "d", at: undefined, since: "2026-01-01T02:00:00Z" }] },
    "backups    d none yet: docs/operations.md#backuptooold",
  ],
  [
    "a service that does not answer",
    { unpaid: { text: "invoice-app answers 500", isFault: true } },
    "unpaid     invoice-app answers 500",
  ],
])("%s is not well, and where to look is said", (_, part, line) => {
  const status = { ...well, ...part };
  expect(isWell(status, now)).toBe(false);
  expect(toText(status, now).split("\n")).toContain(line);
});

test("a stack without dumps is well", () => {
  const status = { ...well, backups: [] };
  expect(isWell(status, now)).toBe(true);
  expect(toText(status, now)).toContain("backups    not of this stack\n");
});
