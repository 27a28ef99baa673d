import type { Answer, Asker } from "./ask";
import type { Cell } from "./cells";
import type { Observation, Observations } from "./judge";
import type { CellId, ClientName } from "./names";
import { known, type Target, type Targets } from "./targets";

/**
 * Asks everything that the cells want to know, all clients at once, each client only once.
 *
 * @throws Error for a client that cannot ask, or an endpoint that has no address.
 */
export async function askAll(
  cells: readonly Cell[],
  targets: Targets,
  askers: Readonly<Record<ClientName, Asker>>,
): Promise<Observations> {
  const clients = [...new Set(cells.map(({ from }) => from))];
  const observed = await Promise.all(
    clients.map(async (client) => {
      const questions = cells
        .filter(({ from }) => from === client)
        .flatMap(({ id, to }) => known(targets, to).map((target) => ({ id, target })));
      const answers = await known(askers, client)(questions.map(({ target }) => target));
      return questions.map(({ id, target }, i) => [id, observe(target, answers[i])] as const);
    }),
  );
  const byCell = new Map<CellId, Observation[]>();
  for (const [id, observation] of observed.flat()) {
    byCell.set(id, [...(byCell.get(id) ?? []), observation]);
  }
  return byCell;
}

/** An answer by another server than was asked, or an HTTP error, is no answer. */
export function observe(target: Target, answer: Answer | undefined): Observation {
  const { via, host, port, kind, identity } = target;
  const protocol = kind.endsWith("udp") ? "/udp" : "";
  const address = `${host}:${port}${protocol}`;
  if (answer === undefined) {
    return { via, address, outcome: "failed", detail: "no answer" };
  }
  const { outcome, detail, body = "" } = answer;
  if (outcome === "answered" && identity !== undefined && body !== identity) {
    return { via, address, outcome: "connected", detail: `"${body}" answered, not ${identity}` };
  }
  if (outcome === "answered" && /^HTTP\/1\.[01] 401\b/.test(detail)) {
    return { via, address, outcome: "denied", detail };
  }
  if (outcome === "answered" && kind === "http" && !/^HTTP\/1\.[01] 200\b/.test(detail)) {
    return { via, address, outcome: "connected", detail };
  }
  return { via, address, outcome, detail };
}
