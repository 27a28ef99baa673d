import { align } from "../../command-line/align";
import { marks } from "../verdict";
import type { JudgedCell } from "./judge";

/** All that a run found. */
export interface AccessReport {
  readonly cells: readonly JudgedCell[];
  /** How long the run took, in ms. */
  readonly elapsed: number;
}

/** As many of each a run has to show, or its verdict is worth nothing. */
const least = { cells: 500, tried: 60, refusals: 25 };
/** The members of the teams, whose refusals are counted one by one. */
const members = /^(\S+) member$/;

interface Counts {
  readonly subject: string;
  readonly cells: number;
  readonly allowed: number;
  readonly tried: number;
  readonly through: number;
  /** Refused by the authorizer where a subject of the matrix was let through with the same. */
  readonly refusedBesideSubject: number;
  /** Refused where only the administrator was. */
  readonly refusedBesideAdministrator: number;
  readonly guardrail: number;
  readonly faults: number;
}

export function isRight({ cells }: AccessReport): boolean {
  return cells.every(({ verdict }) => verdict === "right") && shortages(cells).length === 0;
}

/** The last line. */
export function verdictLine({ cells }: AccessReport): string {
  const right = cells.filter(({ verdict }) => verdict === "right").length;
  const unproven = cells.filter(({ verdict }) => verdict === "unproven").length;
  const tried = cells.filter(({ attempt }) => attempt !== undefined).length;
  const teams = countsOf(cells).flatMap(({ subject, refusedBesideSubject }) => {
    const team = members.exec(subject)?.[1];
    return team === undefined ? [] : [`${team} ${refusedBesideSubject}`];
  });
  return [
    `verify: ${cells.length} cells, ${right} right, ${cells.length - right} wrong`,
    ...(unproven > 0 ? [`${unproven} of them unproven`] : []),
    `${tried} with real credentials`,
    `real refusals beside an allowed control: ${teams.join(", ")}`,
    ...shortages(cells),
  ].join("; ");
}

export function toJson(report: AccessReport): string {
  const cells = report.cells.map(({ identity: _, question: __, ...cell }) => cell);
  return JSON.stringify({
    right: isRight(report),
    verdict: verdictLine(report),
    subjects: countsOf(report.cells),
    elapsed: report.elapsed,
    cells,
  });
}

/** For people: a line for each subject, what is not right and why, and the verdict. */
export function toText(report: AccessReport): string {
  const faults = report.cells.filter(({ verdict }) => verdict !== "right");
  return [
    ...subjectTable(countsOf(report.cells)),
    "",
    ...faults.map(({ id, verdict, reason }) => `${marks[verdict]} ${id}: ${reason}`),
    verdictLine(report),
  ].join("\n");
}

function subjectTable(counts: readonly Counts[]): string[] {
  return align([
    [
      "SUBJECT",
      "CELLS",
      "YES",
      "TRIED",
      "LET THROUGH",
      "GUARDRAIL",
      "REFUSED BESIDE A SUBJECT",
      "BESIDE THE ADMINISTRATOR",
      "FAULTS",
    ],
    ...counts.map(({ subject, ...numbers }) => [
      subject,
      ...[
        numbers.cells,
        numbers.allowed,
        numbers.tried,
        numbers.through,
        numbers.guardrail,
        numbers.refusedBesideSubject,
        numbers.refusedBesideAdministrator,
        numbers.faults,
      ].map(String),
    ]),
  ]);
}

function countsOf(cells: readonly JudgedCell[]): Counts[] {
  return [...new Set(cells.map(({ subject }) => subject))].map((subject) => {
    const own = cells.filter((cell) => cell.subject === subject);
    const count = (counts: (cell: JudgedCell) => boolean) => own.filter(counts).length;
    const outcome = (wanted: string) => (cell: JudgedCell) => cell.attempt?.outcome === wanted;
    const refused = outcome("refused");
    return {
      subject,
      cells: own.length,
      allowed: count(({ allowed }) => allowed),
      tried: count(({ attempt }) => attempt !== undefined),
      through: count(outcome("allowed")),
      refusedBesideSubject: count((cell) => refused(cell) && cell.control === "subject"),
      refusedBesideAdministrator: count(
        (cell) => refused(cell) && cell.control === "administrator",
      ),
      guardrail: count(outcome("guardrail")),
      faults: count(({ verdict }) => verdict !== "right"),
    };
  });
}

/** What the run has too little of. */
function shortages(cells: readonly JudgedCell[]): string[] {
  const tried = cells.filter(({ attempt }) => attempt !== undefined).length;
  return [
    ...(cells.length < least.cells ? [`fewer than ${least.cells} cells`] : []),
    ...(tried < least.tried ? [`fewer than ${least.tried} tried`] : []),
    ...countsOf(cells)
      .filter(({ subject }) => members.test(subject))
      .filter(({ refusedBesideSubject }) => refusedBesideSubject < least.refusals)
      .map(({ subject }) => `fewer than ${least.refusals} refusals of ${subject}`),
  ];
}
