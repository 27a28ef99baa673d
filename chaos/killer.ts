import { getJson, kubectl } from "./kubectl";
import { killerObjects, killerPod, runLabel } from "./killer-objects";

/** Ends processes on the cluster's nodes as a crash does. */
export interface Killer {
  /**
   * Sends SIGKILL to every process of the containers.
   *
   * @param node Name of the node that they run on.
   * @param containers Their full ids, at least one.
   * @throws KubectlFailed if no process was hit.
   */
  kill(node: string, containers: readonly string[]): Promise<void>;
  /** Takes it off the cluster. */
  remove(): Promise<void>;
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
  const { items } = await getJson<{ items: { metadata: { name: string } }[] }>(["nodes"]);
  const nodes = items.map(({ metadata }) => metadata.name);
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
  return {
    async kill(node, containers) {
      const exec = ["exec", "--namespace", namespace, killerPod(node), "--"];
      await kubectl([...exec, "/killer", "kill", ...containers]);
    },
    remove: removeKillers,
  };
}

async function removeKillers(): Promise<void> {
  await kubectl(["delete", "namespace", "--selector", runLabel, "--wait=false"]);
}
