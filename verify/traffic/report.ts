import type { Drift } from "../../drift/drift";
import { toText as driftText, verdictLine as driftLine } from "../../drift/report";
import type { JudgedCell } from "./judge";
import type { CellId } from "./names";
import type { Payment } from "./payment";
import { marks } from "../verdict";
import { cellTable, invoiceTable } from "./table";

/** All that a run found. */
export interface Report {
  readonly cells: readonly JudgedCell[];
  /** Those that went from one node to another. */
  readonly acrossNodes: readonly CellId[];
  readonly payment: Payment;
  /** What somebody changed by hand. */
  readonly drift: Drift;
  /** How long the run took, in ms. */
  readonly elapsed: number;
}

/** Whether everything is as it should be: every cell, every control, the payment, and each wall. */
export function isRight({ cells, payment, drift }: Report): boolean {
  return (
    cells.every(({ verdict }) => verdict === "right") &&
    payment.verdict === "right" &&
    !drift.opensWall
  );
}

/** The last line: counts of the cells, the payment and the drift. */
export function verdictLine({ cells, acrossNodes, payment, drift }: Report): string {
  const counted = cells.filter(({ controlOnly }) => !controlOnly);
  const right = counted.filter(({ verdict }) => verdict === "right").length;
  const unproven = counted.filter(({ verdict }) => verdict === "unproven").length;
  const across = counted.filter(
    ({ id, verdict }) => verdict === "right" && acrossNodes.includes(id),
  );
  const failedControls = cells.filter((it) => it.controlOnly && it.verdict !== "right").length;
  const parts = [
    `${count(counted.length, "cell")}, ${right} right, ${counted.length - right} wrong`,
    across.length > 0 && `${across.length} right across nodes`,
    unproven > 0 && `${unproven} of them unproven`,
    failedControls > 0 && `${count(failedControls, "control")} failed`,
    payment.verdict === "wrong" && "the payment is wrong",
    driftLine(drift),
  ];
  return `verify: ${parts.filter(Boolean).join("; ")}`;
}

/** The report as JSON, with the same verdict line. */
export function toJson(report: Report): string {
  return JSON.stringify(
    { right: isRight(report), verdict: verdictLine(report), ...report },
    null,
    2,
  );
}

/** The report for people: cells, controls, invoices, what is not right and why, and the verdict. */
export function toText(report: Report): string {
  const { cells, payment, drift } = report;
  const faults = cells.filter(({ verdict }) => verdict !== "right");
  return [
    ...cellTable(cells.filter(({ controlOnly }) => !controlOnly)),
    "",
    "Controls: without them a refusal would prove nothing.",
    ...cellTable(cells.filter(({ controlOnly }) => controlOnly)),
    "",
    ...invoiceTable(payment),
    paymentLine(payment),
    "",
    ...faults.map(({ id, verdict, reason }) => `${marks[verdict]} ${id}: ${reason}`),
    ...(drift.findings.length === 0 ? [] : [driftText(drift), ""]),
    verdictLine(report),
  ].join("\n");
}

function paymentLine({ before, reason }: Payment): string {
  if (reason !== "") {
    return `${marks.wrong} payment: ${reason}`;
  }
  return before.every(({ IsPaid }) => IsPaid) ? "All were paid before." : "All are paid.";
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
