import type { Cell } from "../../access/cells";
import type { Verdict } from "../verdict";
import type { Attempt } from "./status";

/** One cell with all that answered it. */
export interface AnsweredCell extends Cell {
  /** The evaluator's answer, from the RBAC objects that the cluster has. */
  readonly evaluated: boolean;
  /** The API server's, by SubjectAccessReview. */
  readonly reviewed: boolean;
  /** What became of the request with the subject's own credentials, if it can be tried. */
  readonly attempt?: Attempt;
}

/** Who was let through with the same verb of the same resource, in the same run. */
export type Control = "subject" | "administrator" | "none";

/** `unproven`: a request failed, or was refused where nobody at all was let through. */
export interface JudgedCell extends AnsweredCell {
  readonly verdict: Verdict;
  /** Of a refusal; a subject of the matrix comes before the administrator. */
  readonly control: Control;
  /** Why it is not right; empty if it is. */
  readonly reason: string;
}

/**
 * Compares the answers to each cell, and looks for the control of each refusal.
 *
 * @param administrator What became of the administrator's own requests, by `kindOf` a cell.
 */
export function judge(
  cells: readonly AnsweredCell[],
  administrator: ReadonlyMap<string, Attempt>,
): JudgedCell[] {
  const through = new Set(
    cells.filter(({ attempt }) => attempt?.outcome === "allowed").map(kindOf),
  );
  const controlOf = (cell: AnsweredCell): Control => {
    if (through.has(kindOf(cell))) return "subject";
    return administrator.get(kindOf(cell))?.outcome === "allowed" ? "administrator" : "none";
  };
  return cells.map((cell) => {
    const control = controlOf(cell);
    const [verdict, reason] = verdictOf(cell, control);
    return { ...cell, control, verdict, reason };
  });
}

/** What a control has in common with the cell: verb and resource. */
export function kindOf({ verb, target }: Pick<Cell, "verb" | "target">): string {
  return `${verb} ${target}`;
}

function verdictOf(cell: AnsweredCell, control: Control): [Verdict, string] {
  const { allowed, evaluated, reviewed, attempt } = cell;
  const answers = [
    ...(evaluated === allowed ? [] : [`its RBAC objects say ${word(evaluated)}`]),
    ...(reviewed === allowed ? [] : [`its review says ${word(reviewed)}`]),
  ];
  if (attempt !== undefined && attempt.outcome !== "failed") {
    const tried = attempt.outcome !== "refused";
    if (tried !== allowed) answers.push(`tried: ${word(tried)}: ${attempt.detail}`);
  }
  if (answers.length > 0) {
    return ["wrong", `expected ${word(allowed)}; ${answers.join("; ")}`];
  }
  if (attempt?.outcome === "failed") return ["unproven", `tried: ${attempt.detail}`];
  if (attempt?.outcome === "refused" && control === "none") {
    return ["unproven", "refused, but nobody was let through with the same"];
  }
  return ["right", ""];
}

function word(allowed: boolean): string {
  return allowed ? "yes" : "no";
}
