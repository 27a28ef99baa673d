import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";
import { keyOf } from "./cluster-object";
import { connect } from "./connection";
import { type Drift, driftOf, type Finding } from "./drift";
import { takeInventory } from "./inventory";
import { lookAtObject, type Scene } from "./look-at-object";
import { Program } from "./program";
import { readState } from "./state";
import { lostClaims } from "./lost-claims";
import { lookForStrangers } from "./strangers";

/** Between two looks, in ms: what a controller is about to mend is no drift. */
const pause = 1000;

/**
 * What on the cluster is not as the stack's last deployment left it. Changes nothing.
 *
 * @throws CannotCheck if it cannot be seen whole; the message names the remedy.
 */
export async function look(signal: AbortSignal): Promise<Drift> {
  const { client, program } = await open(signal);
  try {
    return await lookAgain(client, program, signal);
  } finally {
    client.close();
  }
}

/** The cluster, and what the stack's last deployment put on it. */
export async function open(
  signal: AbortSignal,
): Promise<{ readonly client: ApiClient; readonly program: Program }> {
  const [{ client, context }, { contexts, objects }] = await Promise.all([
    connect(signal),
    readState(signal),
  ]);
  const other = contexts.find((name) => name !== context);
  if (other !== undefined) {
    client.close();
    throw new CannotCheck(
      `kubectl's current context is "${context}", and the stack was deployed to "${other}".\n${remedy}`,
    );
  }
  return { client, program: new Program(objects) };
}

/** A finding counts if it is there a moment later: lists that are read one by one show things halfway. */
export async function lookAgain(
  client: ApiClient,
  program: Program,
  signal: AbortSignal,
): Promise<Drift> {
  const first = await lookOnce(client, program);
  if (first.findings.length === 0) return first;
  await sleep(pause, undefined, { signal });
  const second = await lookOnce(client, program);
  const before = new Set(first.findings.map(({ object }) => keyOf(object)));
  return driftOf(
    second.findings.filter(({ object }) => before.has(keyOf(object))),
    second.notes,
  );
}

async function lookOnce(client: ApiClient, program: Program): Promise<Drift> {
  const scene: Scene = { client, program, inventory: await takeInventory(client) };
  const [ours, others] = await Promise.all([
    Promise.all(program.objects.map((object) => lookAtObject(object, scene))),
    lookForStrangers(scene),
  ]);
  const findings = ours.filter((finding): finding is Finding => finding !== undefined);
  const lost = lostClaims(program, scene.inventory);
  return driftOf([...findings, ...lost, ...others.findings], others.notes);
}
