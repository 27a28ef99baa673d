import { type Asker, askerBy } from "./ask";
import { CannotCheck } from "../../cluster/cannot-check";
import { command } from "../../cluster/command";
import { clusterName, remedy } from "../../cluster/kubeconfig";
import type { Address } from "../../cluster/stack";
import { runLabel } from "./cast";
import type { Cluster } from "./cluster";

/** Something outside the cluster that asks its pods, and that they might reach. */
export interface Outside {
  readonly listener: Address & { readonly identity: string };
  readonly ask: Asker;
}

interface Node {
  readonly address: string;
  readonly podCidr: string;
}

const port = 8082;

/**
 * Runs a container of the probe on the nodes' Docker network, with a route to the pods: as a machine
 * beside the nodes would, and not this one, which has no way to the pods where Docker is a virtual machine.
 *
 * @param image The probe, which has no program to set a route; that is done by the nodes' image.
 */
export async function startOutside(
  { core }: Cluster,
  { run, image }: { readonly run: string; readonly image: string },
  signal: AbortSignal,
): Promise<Outside> {
  const docker = (...args: string[]) => command("docker", args, remedy, signal);
  const { items } = await core.listNode();
  const nodes = items.map(({ metadata, spec, status }): Node => {
    const address = status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
    if (address === undefined || spec?.podCIDR === undefined) {
      throw new CannotCheck(`node ${metadata?.name ?? ""} has no address.\n${remedy}`);
    }
    return { address, podCidr: spec.podCIDR };
  });
  const identity = `outside-${run}`;
  const host = addressBeside(nodes);
  const label = ["--label", `${runLabel}=${run}`];
  const serve = ["serve", "-name", identity, "-tcp", String(port)];
  const place = ["--network", clusterName, "--ip", host];
  await docker("run", "--detach", "--rm", "--name", identity, ...label, ...place, image, ...serve);
  const nodeImage = await docker("inspect", "--format", "{{.Config.Image}}", clusterName);
  const routes = nodes.map(({ podCidr, address }) => `ip route replace ${podCidr} via ${address}`);
  const inItsNetwork = ["--network", `container:${identity}`, "--cap-add", "NET_ADMIN"];
  const asRoot = ["--user", "root", "--entrypoint", "sh", nodeImage.trim()];
  await docker("run", "--rm", ...label, ...inItsNetwork, ...asRoot, "-ec", routes.join("\n"));
  const execute = (argv: string[], ended: AbortSignal) =>
    command("docker", ["exec", identity, ...argv], remedy, ended);
  return { listener: { host, port, identity }, ask: askerBy(identity, execute, signal) };
}

/** Removes those of this and of earlier runs. */
export async function removeOutside(): Promise<void> {
  const docker = (...args: string[]) =>
    command("docker", args, remedy, AbortSignal.timeout(60_000));
  const found = await docker("ps", "--all", "--quiet", "--filter", `label=${runLabel}`);
  const ids = found.split("\n").filter((id) => id !== "");
  if (ids.length > 0) {
    await docker("rm", "--force", ...ids);
  }
}

/** Not one of the first, which are the nodes', nor the one before it, which is the registry's. */
function addressBeside([node]: readonly Node[]): string {
  return node === undefined ? "" : node.address.replace(/\.\d+$/, ".254");
}
