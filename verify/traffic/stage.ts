import { setTimeout as sleep } from "node:timers/promises";
import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck, messageOf } from "../../cluster/cannot-check";
import { type Cast, type CastArgs, podName, runLabel } from "./cast";

import type { Cluster } from "./cluster";
import type { Actor } from "./actors";
import type { StagePod } from "./targets";

/** How long the pods may take to start, and what was made to be gone, in ms. */
const startDeadline = 60_000;
const goneDeadline = 60_000;
const pollInterval = 250;

/** By the name of the actor. */
export type StagePods = Readonly<Record<string, StagePod>>;

/** Puts a cast on the cluster and waits until each pod runs and has an address. */
export async function raise(
  cluster: Cluster,
  { namespaces, policies, pods }: Cast,
  { actors, run }: CastArgs,
  signal: AbortSignal,
): Promise<StagePods> {
  const { core, networking } = cluster;
  // The client declares its models as classes, but takes plain data.
  /* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment */
  const inOrder = [
    namespaces.map((body) => () => core.createNamespace({ body })),
    policies.map(
      (body) => () => networking.createNamespacedNetworkPolicy({ ...placeOf(body), body }),
    ),
    pods.map((body) => () => core.createNamespacedPod({ ...placeOf(body), body })),
  ];
  /* eslint-enable @typescript-eslint/no-unsafe-class-instance-assignment */
  const deadline = Date.now() + startDeadline;
  for (const step of inOrder) {
    await Promise.all(step.map((create) => createOne(create, deadline, signal)));
  }
  return byActor(await waitUntilRunning(cluster, run, signal), actors, run);
}

/**
 * A new namespace has no service account, and so takes no pods, until a controller has seen it,
 * which takes a while where the controllers are just starting themselves.
 *
 * @param deadline When to give up on that, in ms since the epoch.
 */
export async function createOne(
  create: () => Promise<unknown>,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await create();
      return;
    } catch (error) {
      const reason = reasonOf(error);
      if (!reason.includes('serviceaccount "default" not found') || Date.now() > deadline) {
        throw new CannotCheck(`the check's own pods cannot be made: ${reason}`);
      }
    }
    await sleep(pollInterval, undefined, { signal });
  }
}

async function waitUntilRunning(
  { core }: Cluster,
  run: string,
  signal: AbortSignal,
): Promise<V1Pod[]> {
  const deadline = Date.now() + startDeadline;
  for (;;) {
    const { items } = await core.listPodForAllNamespaces({ labelSelector: `${runLabel}=${run}` });
    const waiting = items.filter((pod) => !isRunning(pod));
    if (waiting.length === 0) {
      return items;
    }
    if (Date.now() > deadline || waiting.some(({ status }) => status?.phase === "Failed")) {
      throw new CannotCheck(
        `the check's own pods do not start: ${waiting.map(stateOf).join("; ")}`,
      );
    }
    await sleep(pollInterval, undefined, { signal });
  }
}

/**
 * Removes what this or any earlier run made, and waits until it is gone. A namespace that is empty
 * and terminating counts as gone: Kubernetes itself only takes its time over it.
 */
export async function sweep({ core, networking }: Cluster): Promise<void> {
  const deadline = Date.now() + goneDeadline;
  const labelSelector = runLabel;
  for (;;) {
    const [pods, policies, namespaces] = await Promise.all([
      core.listPodForAllNamespaces({ labelSelector }),
      networking.listNetworkPolicyForAllNamespaces({ labelSelector }),
      core.listNamespace({ labelSelector }),
    ]);
    const stayingNamespaces = namespaces.items.filter(isStaying);
    const all = [...pods.items, ...policies.items, ...stayingNamespaces];
    if (all.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      const names = all.map(({ metadata }) => metadata?.name ?? "").join(", ");
      throw new CannotCheck(`not gone yet: ${names}; the next run of verify removes them`);
    }
    await Promise.all(
      [
        ...pods.items.filter(isStaying).map((pod) => core.deleteNamespacedPod(placeOf(pod))),
        ...policies.items.map((it) => networking.deleteNamespacedNetworkPolicy(placeOf(it))),
        ...stayingNamespaces.map((it) => core.deleteNamespace(placeOf(it))),
      ].map(unlessGone),
    );
    await sleep(pollInterval);
  }
}

interface Named {
  metadata?: { name?: string; namespace?: string; deletionTimestamp?: Date };
}

function placeOf({ metadata }: Named): { name: string; namespace: string } {
  return { name: metadata?.name ?? "", namespace: metadata?.namespace ?? "" };
}

function isStaying({ metadata }: Named): boolean {
  return metadata?.deletionTimestamp === undefined;
}

async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if ((error as { code?: number }).code !== 404) {
      throw error;
    }
  }
}

function isRunning({ status }: V1Pod): boolean {
  return status?.podIP !== undefined && status.containerStatuses?.[0]?.state?.running !== undefined;
}

function stateOf({ metadata, status }: V1Pod): string {
  const state = status?.containerStatuses?.[0]?.state;
  const reason = state?.waiting?.reason ?? state?.terminated?.reason ?? status?.phase;
  const message = state?.waiting?.message ?? state?.terminated?.message ?? status?.message;
  return `${metadata?.name ?? ""}: ${[reason, message].filter(Boolean).join(", ")}`;
}

function byActor(pods: readonly V1Pod[], actors: readonly Actor[], run: string): StagePods {
  const entries = actors.map(({ name }) => {
    const pod = pods.find(({ metadata }) => metadata?.name === podName(name, run));
    return [name, { ...placeOf(pod ?? {}), ip: pod?.status?.podIP ?? "" }] as const;
  });
  return Object.fromEntries(entries);
}

/** The API server's own words, which stand in the body of its answer. */
function reasonOf(error: unknown): string {
  const { body } = error as { body?: unknown };
  try {
    return (JSON.parse(String(body)) as { message: string }).message;
  } catch {
    return messageOf(error);
  }
}
