import { randomBytes } from "node:crypto";
import type { Say } from "../command-line/run-command";
import { type Asker, askerIn } from "./ask";
import { askHere } from "./ask-here";
import { cast } from "./cast";
import { expand } from "./cells";
import { type Cluster, connect } from "./cluster";
import { CONTROLS } from "./controls";
import { type JudgedCell, judge } from "./judge";
import { MATRIX } from "./matrix";
import { nodesForPods } from "./nodes";
import { askAll } from "./observe";
import { removeOutside, startOutside } from "./outside";
import { probeImage } from "./probe-image";
import { type RoleName, roleNames } from "./roles";
import { publishedAddress, stackOutputs } from "./stack";
import { raise, type StagePods, sweep } from "./stage";
import { targetsOf } from "./targets";
import { type Address, readWorld } from "./world";

/** Those who ask who can reach whom, on the cluster until `close`. */
export interface Proof {
  readonly cluster: Cluster;
  readonly pods: StagePods;
  /** invoice-app, as this machine reaches it. */
  readonly published: Address;
  /** Asks every cell once, now. */
  readonly judge: () => Promise<readonly JudgedCell[]>;
  /** Takes them away. */
  readonly close: () => Promise<void>;
}

/**
 * Puts them on the cluster; where that fails, nothing stays there.
 *
 * @param signal Ends it early, and what is asked later.
 * @throws CannotCheck if what is to be proved is not there.
 */
export async function openProof(signal: AbortSignal, say: Say): Promise<Proof> {
  const run = randomBytes(4).toString("hex");
  const cells = expand(MATRIX, CONTROLS);
  const cluster = await connect();
  const outputs = await stackOutputs(signal);
  const published = publishedAddress(outputs);
  const close = async () => {
    say("cleaning up");
    await sweepAll(cluster);
  };
  const [team, nodes, image] = await Promise.all([
    cluster.core.readNamespace({ name: outputs.invoiceApp.namespace }),
    nodesForPods(cluster, signal),
    probeImage(outputs.paymentProvider.image, signal, say),
    sweepAll(cluster),
  ]);
  try {
    say(`starting ${roleNames.length} pods`);
    const teamLabels = team.metadata?.labels ?? {};
    const [pods, outside] = await Promise.all([
      raise(cluster, cast({ outputs, run, image, nodes, teamLabels }), run, signal),
      startOutside(cluster, { run, image }, signal),
    ]);
    const askers = { ...askersIn(pods, cluster, signal), outside: outside.ask, here: askHere };
    const askAndJudge = async () => {
      say(`asking ${cells.length} times who can reach whom`);
      // Read anew: an autoscaler or a rollout may take pods away at any time.
      const world = await readWorld(cluster, outputs);
      const targets = targetsOf({ world, pods, listener: outside.listener, published });
      return judge(cells, await askAll(cells, targets, askers));
    };
    return { cluster, pods, published, judge: askAndJudge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What this run, or one that was killed, has put on the cluster and beside it. */
async function sweepAll(cluster: Cluster): Promise<void> {
  await Promise.all([sweep(cluster), removeOutside()]);
}

function askersIn(pods: StagePods, cluster: Cluster, signal: AbortSignal): Record<RoleName, Asker> {
  const entries = roleNames.map((role) => [role, askerIn(pods[role], cluster, signal)]);
  return Object.fromEntries(entries) as Record<RoleName, Asker>;
}
