import type { Controls } from "./controls";
import type { Matrix } from "./matrix";
import { type CellId, cellId, type ClientName, type EndpointName } from "./names";

/** `refused`: by the network. `denied`: let through by the network, and refused for want of a token. */
export type Expected = "allowed" | "refused" | "denied";

/** One client asking one endpoint, and what has to become of it. */
export interface Cell {
  readonly id: CellId;
  readonly from: ClientName;
  readonly to: EndpointName;
  readonly expected: Expected;
  /** Cells that must be right in the same run for this one to count; none for an allowed cell. */
  readonly controls: readonly CellId[];
  /** Whether it is here only as a control of others. */
  readonly controlOnly: boolean;
}

/**
 * The cells of a matrix in its own order, then the controls that are not among them.
 *
 * @throws Error for a refusal that nothing could be a control of.
 */
export function expand(matrix: Matrix, controls: Controls): Cell[] {
  const cells = Object.entries(matrix).flatMap(([from, { control, allowed, denied, refused }]) => {
    const cell = (to: EndpointName, expected: Expected, some: readonly CellId[]): Cell => {
      const unique = [...new Set(some)];
      return { id: cellId(from, to), from, to, expected, controls: unique, controlOnly: false };
    };
    return [
      ...allowed.map((to) => cell(to, "allowed", [])),
      ...denied.map((to) => cell(to, "denied", controlsFor(to, controls))),
      ...refused.map((to) =>
        cell(to, "refused", [cellId(from, control), ...controlsFor(to, controls)]),
      ),
    ];
  });
  const known = new Set(cells.map(({ id }) => id));
  const wanted = new Set(cells.flatMap((cell) => cell.controls));
  const missing = [...wanted].filter((id) => !known.has(id));
  return [...cells, ...missing.map(controlCell)];
}

function controlsFor(to: EndpointName, controls: Controls): readonly CellId[] {
  const found = controls[to] ?? [];
  if (found.length === 0) {
    throw new Error(`nobody shows that ${to} answers at all`);
  }
  return found;
}

function controlCell(id: CellId): Cell {
  const [from = "", to = ""] = id.split(" -> ");
  return { id, from, to, expected: "allowed", controls: [], controlOnly: true };
}
