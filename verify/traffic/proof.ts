import { randomBytes } from "node:crypto";
import {
  type Address,
  paidService,
  publishedAddress,
  serviceNamed,
  type StackOutputs,
  stackOutputs,
} from "../../cluster/stack";
import type { Say } from "../../command-line/run-command";
import { type Asker, askerIn } from "./ask";
import { askHere } from "./ask-here";
import { cast } from "./cast";
import { expand } from "./cells";
import { type Cluster, connect } from "./cluster";
import { refuseUnproved } from "./completeness";
import { controlsOf } from "./controls";
import { EXPECTED } from "../expected";
import { type JudgedCell, judge } from "./judge";
import { matrixOf } from "./matrix";
import { nodesForPods } from "./nodes";
import { askAll } from "./observe";
import { removeOutside, startOutside } from "./outside";
import { probeImage } from "./probe-image";
import { actorsOf } from "./actors";
import { raise, type StagePods, sweep } from "./stage";
import { targetsOf } from "./targets";
import { readWorld } from "./world";

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
  const actors = actorsOf(EXPECTED);
  const cells = expand(matrixOf(EXPECTED), controlsOf(EXPECTED));
  const cluster = await connect();
  const outputs = await stackOutputs(signal);
  refuseUnproved(EXPECTED, outputs);
  const published = publishedAddress(outputs);
  const close = async () => {
    say("cleaning up");
    await sweepAll(cluster);
  };
  const [teamLabels, nodes, image] = await Promise.all([
    labelsOfTeams(cluster, outputs),
    nodesForPods(cluster, signal),
    probeImage(serviceNamed(paidService, outputs).image, signal, say),
    sweepAll(cluster),
  ]);
  try {
    say(`starting ${actors.length} pods`);
    const args = { actors, outputs, run, image, nodes, teamLabels };
    const [pods, outside] = await Promise.all([
      raise(cluster, cast(args), args, signal),
      startOutside(cluster, { run, image }, signal),
    ]);
    const askers = { ...askersIn(pods, cluster, signal), outside: outside.ask, here: askHere };
    const askAndJudge = async () => {
      say(`asking ${cells.length} times who can reach whom`);
      // Read anew: an autoscaler or a rollout may take pods away at any time.
      const world = await readWorld(cluster, outputs);
      const targets = targetsOf(EXPECTED, {
        world,
        pods,
        listener: outside.listener,
        published,
      });
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

/** By the name of the actor. */
function askersIn(
  pods: StagePods,
  cluster: Cluster,
  signal: AbortSignal,
): Readonly<Record<string, Asker>> {
  return Object.fromEntries(
    Object.entries(pods).map(([actor, pod]) => [actor, askerIn(pod, cluster, signal)]),
  );
}

/** By team. */
async function labelsOfTeams(
  { core }: Cluster,
  { teams }: StackOutputs,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const entries = teams.map(async ({ team, namespace }) => {
    const { metadata } = await core.readNamespace({ name: namespace });
    return [team, metadata?.labels ?? {}] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
