import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../cluster/cannot-check";
import { cutConnections } from "./connections";
import { restart } from "./deployment";
import type { Killer } from "./killer";
import { kubectl } from "./kubectl";
import { bringBack, drain, killNode } from "./nodes";
import type { Named, Places } from "./places";
import type { Fault } from "./plan";
import { containersOf, type Pod, podsOf } from "./pods";
import { dropPolicy, type Policy, restorePolicy } from "./policies";

/** In ms. */
const betweenCuts = 500;

/** What became of a fault, in words; `made` says whether it did anything. */
export interface Made {
  readonly made: boolean;
  readonly what: string;
}

/** What faults are made with. */
export interface Tools {
  readonly places: Places;
  readonly policies: readonly Policy[];
  readonly killer: Killer;
}

/**
 * Makes one fault. A dropped policy and a node are back when it returns, also if the signal ends the wait. It
 * never rejects: the cluster may be in no state to be broken further.
 *
 * @param due Called when all is ready for it; waits for the moment.
 */
export async function makeFault(
  fault: Fault,
  tools: Tools,
  signal: AbortSignal,
  due: () => Promise<void>,
): Promise<Made> {
  try {
    return { made: true, what: await make(fault, tools, signal, due) };
  } catch (error) {
    return { made: false, what: `${describe(fault)}: ${messageOf(error)}` };
  }
}

async function make(
  fault: Fault,
  { places, policies, killer }: Tools,
  signal: AbortSignal,
  due: () => Promise<void>,
): Promise<string> {
  if (fault.kind !== "crash") {
    await due();
  }
  switch (fault.kind) {
    case "crash": {
      const pods = await victims(fault);
      await crash(pods, killer, due);
      return `${describe(fault)}: ${pods.map(({ metadata }) => metadata.name).join(", ")}`;
    }
    case "kill": {
      const pods = await victims(fault);
      await Promise.all(pods.map(({ metadata }) => kill(metadata)));
      return `${describe(fault)}: ${pods.map(({ metadata }) => metadata.name).join(", ")}`;
    }
    case "evict": {
      const { metadata } = chosen(await podsOf(fault.target), fault.pick);
      await evict(metadata);
      return `${describe(fault)}: ${metadata.name}`;
    }
    case "restart":
      await restart(fault.target);
      return describe(fault);
    case "shut": {
      const policy = chosen(policies, fault.pick);
      const { namespace, name } = policy.metadata;
      try {
        await dropPolicy(policy);
        await cutFor(fault.lasts, policy, signal);
      } finally {
        await restorePolicy(policy);
      }
      return `${describe(fault)}: ${namespace}/${name}`;
    }
    case "node-death":
    case "drain": {
      const node = chosen(places.workers, fault.pick);
      try {
        await (fault.kind === "drain" ? drain(node, places.services) : killNode(node));
        await sleep(fault.lasts, undefined, { signal }).catch(() => undefined);
      } finally {
        await bringBack(node);
      }
      return `${describe(fault)}: ${node}`;
    }
  }
}

/** The network engine may still let through what is judged anew at once, and then it is connected again. */
async function cutFor(lasts: number, policy: Policy, signal: AbortSignal): Promise<void> {
  const end = Date.now() + lasts;
  for (let left = lasts; left > 0 && !signal.aborted; left = end - Date.now()) {
    await cutConnections(policy);
    await sleep(Math.min(left, betweenCuts), undefined, { signal }).catch(() => undefined);
  }
}

/** A fault in words, without what it hits. */
export function describe(fault: Fault): string {
  switch (fault.kind) {
    case "crash":
      return `crash ${fault.all ? "every pod" : "a pod"} of ${fault.target.name}`;
    case "kill":
      return `kill ${fault.all ? "every pod" : "a pod"} of ${fault.target.name}`;
    case "evict":
      return `evict a pod of ${fault.target.name}`;
    case "restart":
      return `restart ${fault.target.name}`;
    case "shut":
      return `drop a policy for ${seconds(fault.lasts)}`;
    case "node-death":
      return `kill a node for ${seconds(fault.lasts)}`;
    case "drain":
      return `drain a node for ${seconds(fault.lasts)}`;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** The item that a fraction from 0 to 1 points at. */
export function chosen<T>(items: readonly T[], pick: number): T {
  const item = items[Math.min(items.length - 1, Math.floor(pick * items.length))];
  if (item === undefined) {
    throw new Error("there is none right now");
  }
  return item;
}

async function victims({
  target,
  all,
  pick,
}: Extract<Fault, { kind: "crash" | "kill" }>): Promise<Pod[]> {
  const pods = await podsOf(target);
  return all ? pods : [chosen(pods, pick)];
}

/** Ends all that runs in the pods at once, on each node. */
async function crash(
  pods: readonly Pod[],
  killer: Killer,
  due: () => Promise<void>,
): Promise<void> {
  const containers = new Map<string, string[]>();
  for (const pod of pods) {
    const { nodeName = "" } = pod.spec;
    const ids = [...(containers.get(nodeName) ?? []), ...containersOf(pod)];
    if (ids.length > 0) {
      containers.set(nodeName, ids);
    }
  }
  if (containers.size === 0) {
    throw new Error("nothing runs in it right now");
  }
  const shot = await killer.aim(containers);
  try {
    await due();
    await shot.fire();
  } finally {
    shot.cancel();
  }
}

/** Without a grace period. The kubelet still gives its processes two seconds. */
async function kill({ namespace, name }: Named): Promise<void> {
  const args = ["delete", "pod", name, "--namespace", namespace, "--ignore-not-found"];
  await kubectl([...args, "--grace-period=0", "--force", "--wait=false"]);
}

/** As a drain of the node asks for it: a disruption budget may refuse. */
async function evict({ namespace, name }: Named): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  const metadata = { namespace, name };
  await kubectl(["create", "--raw", path, "--filename", "-"], {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata,
  });
}
