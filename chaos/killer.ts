import { kubectl, kubectlWaiting } from "./kubectl";
import { killerObjects, killerPod, runLabel } from "./killer-objects";
import { nodeNames } from "./nodes";

/** The full ids of containers, by the name of the node that they run on. */
export type Targets = ReadonlyMap<string, readonly string[]>;

/** Ends processes on the cluster's nodes as a crash does. */
export interface Killer {
  /**
   * Gets ready to send SIGKILL to every process of the containers, so that it takes no time then. On
   * a node that is dead there is nothing left to kill.
   *
   * @throws CommandFailed if no node's killer can be asked.
   */
  aim(targets: Targets): Promise<Shot>;
  /** Takes it off the cluster. */
  remove(): Promise<void>;
}

/** A killer that is told when. */
export interface Shot {
  /** @throws CommandFailed if no process was hit on a node. */
  fire(): Promise<void>;
  /** Lets it be, if it was not fired. */
  cancel(): void;
}

export interface KillerArgs {
  /** Id of the run: small letters and digits. */
  readonly run: string;
  readonly image: string;
  /** After how many seconds it ends by itself, should nobody remove it. */
  readonly longest: number;
}

/** Puts a killer on every node, in place of what an earlier run may have left, and waits for it. */
export async function startKiller(
  { run, image, longest }: KillerArgs,
  signal: AbortSignal,
): Promise<Killer> {
  await removeKillers();
  const nodes = await nodeNames();
  const namespace = `chaos-${run}`;
  try {
    const objects = killerObjects({ namespace, image, nodes, longest });
    await kubectl(["create", "--filename", "-"], {
      apiVersion: "v1",
      kind: "List",
      items: objects,
    });
    const ready = ["--for=condition=Ready", "pod", "--all", "--timeout=60s"];
    await kubectl(["wait", ...ready, "--namespace", namespace]);
    signal.throwIfAborted();
  } catch (error) {
    await removeKillers();
    throw error;
  }
  return { aim: (targets) => aim(namespace, targets), remove: removeKillers };
}

async function aim(namespace: string, targets: Targets): Promise<Shot> {
  const asked = [...targets].map(([node, containers]) => {
    const exec = ["exec", "--stdin", "--namespace", namespace, killerPod(node)];
    return kubectlWaiting([...exec, "--", "/killer", "kill", ...containers]);
  });
  const answers = await Promise.allSettled(asked);
  const aimed = answers.flatMap((it) => (it.status === "fulfilled" ? [it.value] : []));
  if (aimed.length === 0) await Promise.all(asked);
  return {
    async fire() {
      await Promise.all(aimed.map((waiting) => waiting.go()));
    },
    cancel() {
      for (const waiting of aimed) waiting.close();
    },
  };
}

async function removeKillers(): Promise<void> {
  await kubectl(["delete", "namespace", "--selector", runLabel, "--wait=false"]);
}
