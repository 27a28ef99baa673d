import type { Say } from "../../command-line/run-command";
import { look } from "../../drift/look";
import { acrossNodes, nodesOfPods } from "./nodes";
import { payAll } from "./payment";
import { openProof } from "./proof";
import type { Report } from "./report";
import { untilSettled } from "./settle";

/**
 * Checks who can reach whom, then pays. What it puts on the cluster is gone when it returns or
 * throws.
 *
 * @param signal Ends the check early.
 * @throws CannotCheck if what is to be checked is not there or cannot be asked.
 */
export async function check(signal: AbortSignal, say: Say): Promise<Report> {
  const began = Date.now();
  const { cluster, pods, published, judge, close } = await openProof(signal, say);
  try {
    const cells = await untilSettled(judge, signal);
    say("paying the invoices, and looking for what was changed by hand");
    const [payment, drift, nodeOf] = await Promise.all([
      payAll(published, signal),
      look(signal),
      nodesOfPods(cluster),
    ]);
    signal.throwIfAborted();
    const across = acrossNodes(cells, pods, nodeOf);
    return { cells, acrossNodes: across, payment, drift, elapsed: Date.now() - began };
  } finally {
    await close();
  }
}
