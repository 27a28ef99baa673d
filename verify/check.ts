import { randomBytes } from "node:crypto";
import { look } from "../drift/look";
import { type Asker, askerIn } from "./ask";
import { cast } from "./cast";
import { expand } from "./cells";
import { type Cluster, connect } from "./cluster";
import { CONTROLS } from "./controls";
import { judge } from "./judge";
import { MATRIX } from "./matrix";
import type { ClientName } from "./names";
import { askAll } from "./observe";
import { askOutside, listenOutside } from "./outside";
import { payAll } from "./payment";
import { probeImage } from "./probe-image";
import type { Report } from "./report";
import { type RoleName, roleNames } from "./roles";
import { untilSettled } from "./settle";
import { raise, type StagePods, sweep } from "./stage";
import { stackOutputs } from "./stack";
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
  const [{ nodePort }, team, image] = await Promise.all([
    readWorld(cluster, outputs),
    cluster.core.readNamespace({ name: outputs.invoiceApp.namespace }),
    probeImage(outputs.paymentProvider.image, signal, say),
    sweep(cluster),
  ]);
  const listener = await listenOutside(nodePort.host, `outside-${run}`);
  try {
    say(`starting ${roleNames.length} pods`);
    const teamLabels = team.metadata?.labels ?? {};
    const pods = await raise(cluster, cast({ outputs, run, image, teamLabels }), run, signal);
    const askers = askersIn(pods, cluster, signal);
    const judged = await untilSettled(async () => {
      say(`asking ${cells.length} times who can reach whom`);
      // Read anew: an autoscaler or a rollout may take pods away at any time.
      const targets = targetsOf({ world: await readWorld(cluster, outputs), pods, listener });
      return judge(cells, await askAll(cells, targets, askers));
    }, signal);
    say("paying the invoices, and looking for what was changed by hand");
    const [payment, drift] = await Promise.all([payAll(nodePort, signal), look(signal)]);
    signal.throwIfAborted();
    return { cells: judged, payment, drift, elapsed: Date.now() - began };
  } finally {
    listener.close();
    say("cleaning up");
    await sweep(cluster);
  }
}

function askersIn(
  pods: StagePods,
  cluster: Cluster,
  signal: AbortSignal,
): Record<ClientName, Asker> {
  const entries = roleNames.map((role) => [role, askerIn(pods[role], cluster, signal)]);
  return { ...(Object.fromEntries(entries) as Record<RoleName, Asker>), outside: askOutside };
}
