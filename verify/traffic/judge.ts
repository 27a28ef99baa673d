import type { Verdict } from "../verdict";
import type { Cell, Expected } from "./cells";
import type { CellId } from "./names";
import type { Via } from "./targets";

/**
 * How far one question got. `refused` and `silent` are what a policy does: the first rejects, the
 * second drops. `denied` reached the service, which wants a token. `connected` reached a server, but not
 * the right answer. `unresolved` (no address for
 * the name) and `failed` (not even asked) prove nothing.
 */
export type Outcome =
  "answered" | "denied" | "connected" | "refused" | "silent" | "unresolved" | "failed";

/** What became of one question. A cell asks as many as its endpoint has addresses. */
export interface Observation {
  readonly via: Via;
  /** Host and port that were asked, and the protocol if it is not TCP: `10.244.0.7:53/udp`. */
  readonly address: string;
  readonly outcome: Outcome;
  /** What the server said, or the error. */
  readonly detail: string;
}

export interface JudgedCell extends Cell {
  readonly observations: readonly Observation[];
  readonly verdict: Verdict;
  /** Why it is not right; empty if it is. */
  readonly reason: string;
}

export type Observations = ReadonlyMap<CellId, readonly Observation[]>;

/** Judges the controls first, and then each cell beside its controls. */
export function judge(cells: readonly Cell[], observed: Observations): JudgedCell[] {
  const seen = (cell: Cell) => observed.get(cell.id) ?? [];
  const through = new Set(
    cells
      .filter((cell) => cell.expected === "allowed" && isThrough(seen(cell)))
      .map(({ id }) => id),
  );
  return cells.map((cell) => {
    const observations = seen(cell);
    const failedControls = cell.controls.filter((id) => !through.has(id));
    const [verdict, reason] = judges[cell.expected](observations, failedControls);
    return { ...cell, observations, verdict, reason };
  });
}

type Judge = (
  observations: readonly Observation[],
  failedControls: readonly CellId[],
) => [Verdict, string];

const judges: Readonly<Record<Expected, Judge>> = {
  allowed: judgeAllowed,
  denied: judgeDenied,
  refused: judgeRefused,
};

function isThrough(observations: readonly Observation[]): boolean {
  return observations.length > 0 && observations.every(({ outcome }) => outcome === "answered");
}

function judgeAllowed(observations: readonly Observation[]): [Verdict, string] {
  if (isThrough(observations)) {
    return ["right", ""];
  }
  return ["wrong", explain(observations.filter(({ outcome }) => outcome !== "answered"))];
}

/** Whoever is let in by its address alone is let in wrongly; so is who does not even get there. */
function judgeDenied(
  observations: readonly Observation[],
  failedControls: readonly CellId[],
): [Verdict, string] {
  const others = observations.filter(({ outcome }) => outcome !== "denied");
  if (observations.length === 0 || others.length > 0) {
    return ["wrong", explain(others)];
  }
  return withControls(failedControls);
}

const reaching: readonly Outcome[] = ["answered", "denied", "connected"];

function judgeRefused(
  observations: readonly Observation[],
  failedControls: readonly CellId[],
): [Verdict, string] {
  const reached = observations.filter(({ outcome }) => reaching.includes(outcome));
  if (reached.length > 0) {
    return ["wrong", explain(reached)];
  }
  const unclear = observations.filter(
    ({ outcome }) => outcome === "unresolved" || outcome === "failed",
  );
  if (observations.length === 0 || unclear.length > 0) {
    return ["unproven", explain(unclear)];
  }
  return withControls(failedControls);
}

function withControls(failed: readonly CellId[]): [Verdict, string] {
  return failed.length > 0 ? ["unproven", `not let through: ${failed.join(", ")}`] : ["right", ""];
}

function explain(observations: readonly Observation[]): string {
  if (observations.length === 0) {
    return "nobody to ask";
  }
  return observations.map(({ address, detail }) => `${address}: ${detail}`).join("; ");
}
