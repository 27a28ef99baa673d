import { randomBytes } from "node:crypto";
import { look } from "../drift/look";
import { type Asker, askerIn } from "./ask";
import { askHere } from "./ask-here";
import { cast } from "./cast";
import { expand } from "./cells";
import { type Cluster, connect } from "./cluster";
import { CONTROLS } from "./controls";
import { judge } from "./judge";
import { MATRIX } from "./matrix";
import { acrossNodes, nodesForPods, nodesOfPods } from "./nodes";
import { askAll } from "./observe";
import { removeOutside, startOutside } from "./outside";
import { payAll } from "./payment";
import { probeImage } from "./probe-image";
import type { Report } from "./report";
import { type RoleName, roleNames } from "./roles";
import { untilSettled } from "./settle";
import { raise, type StagePods, sweep } from "./stage";
import { publishedAddress, stackOutputs } from "./stack";
import { targetsOf } from "./targets";
import { readWorld } from "./world";

/** Tells what goes on, in one line. */
export type Say = (line: string) => void;

/**
 * Checks who can reach whom, then pays. What it puts on the cluster is gone when it returns or
 * throws.
 *
 * @param signal Ends the check early.
 * @throws CannotCheck if what is to be checked is not there or cannot be asked.
 */
export async function check(signal: AbortSignal, say: Say): Promise<Report> {
  const began = Date.now();
  const run = randomBytes(4).toString("hex");
  const cells = expand(MATRIX, CONTROLS);
  const cluster = await connect();
  const outputs = await stackOutputs(signal);
  const published = publishedAddress(outputs);
  const [team, nodes, image] = await Promise.all([
    cluster.core.readNamespace({ name: outputs.invoiceApp.namespace }),
    nodesForPods(cluster, signal),
    probeImage(outputs.paymentProvider.image, signal, say),
    sweep(cluster),
    removeOutside(),
  ]);
  try {
    say(`starting ${roleNames.length} pods`);
    const teamLabels = team.metadata?.labels ?? {};
    const [pods, outside] = await Promise.all([
      raise(cluster, cast({ outputs, run, image, nodes, teamLabels }), run, signal),
      startOutside(cluster, { run, image }, signal),
    ]);
    const { listener } = outside;
    const askers = { ...askersIn(pods, cluster, signal), outside: outside.ask, here: askHere };
    const judged = await untilSettled(async () => {
      say(`asking ${cells.length} times who can reach whom`);
      // Read anew: an autoscaler or a rollout may take pods away at any time.
      const world = await readWorld(cluster, outputs);
      const targets = targetsOf({ world, pods, listener, published });
      return judge(cells, await askAll(cells, targets, askers));
    }, signal);
    say("paying the invoices, and looking for what was changed by hand");
    const [payment, drift, nodeOf] = await Promise.all([
      payAll(published, signal),
      look(signal),
      nodesOfPods(cluster),
    ]);
    signal.throwIfAborted();
    const across = acrossNodes(judged, pods, nodeOf);
    return { cells: judged, acrossNodes: across, payment, drift, elapsed: Date.now() - began };
  } finally {
    say("cleaning up");
    await Promise.all([sweep(cluster), removeOutside()]);
  }
}

function askersIn(pods: StagePods, cluster: Cluster, signal: AbortSignal): Record<RoleName, Asker> {
  const entries = roleNames.map((role) => [role, askerIn(pods[role], cluster, signal)]);
  return Object.fromEntries(entries) as Record<RoleName, Asker>;
}
