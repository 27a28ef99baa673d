import type { Row } from "./matrix";
import type { CellId, ClientName, EndpointName } from "./names";

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

/** The cells of a matrix in its own order, then the controls that are not among them. */
export function expand(
  matrix: Readonly<Record<string, Row>>,
  endpointControls: Readonly<Record<EndpointName, readonly CellId[]>>,
): Cell[] {
  const rows = Object.entries(matrix) as [ClientName, Row][];
  const cells = rows.flatMap(([from, { control, allowed, denied = [], refused }]) => [
    ...allowed.map((to) => allowedCell(from, to, false)),
    ...denied.map((to): Cell => {
      const controls = endpointControls[to];
      const id = cellId(from, to);
      return { id, from, to, expected: "denied", controls, controlOnly: false };
    }),
    ...refused.map((to): Cell => {
      const controls = [cellId(from, control), ...endpointControls[to]];
      const unique = [...new Set(controls)];
      return {
        id: cellId(from, to),
        from,
        to,
        expected: "refused",
        controls: unique,
        controlOnly: false,
      };
    }),
  ]);
  const known = new Set(cells.map(({ id }) => id));
  const wanted = new Set(cells.flatMap(({ controls }) => controls));
  const missing = [...wanted].filter((id) => !known.has(id));
  return [...cells, ...missing.map((id) => allowedCell(...partsOf(id), true))];
}

function allowedCell(from: ClientName, to: EndpointName, controlOnly: boolean): Cell {
  return { id: cellId(from, to), from, to, expected: "allowed", controls: [], controlOnly };
}

function cellId(from: ClientName, to: EndpointName): CellId {
  return `${from} -> ${to}`;
}

function partsOf(id: CellId): [ClientName, EndpointName] {
  return id.split(" -> ") as [ClientName, EndpointName];
}
