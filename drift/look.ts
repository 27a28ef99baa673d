import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { connect } from "../cluster/connection";
import { remedy } from "../cluster/kubeconfig";
import { keyOf } from "./cluster-object";
import { type Drift, driftOf, type Note } from "./drift";
import { takeInventory } from "./inventory";
import { issuersKeys, notCompared } from "./issuer-keys";
import { lookAtObject, type Scene } from "./look-at-object";
import { Program } from "./program";
import { readState } from "./state";
import { lookForStrangers } from "./strangers";

/** Between two looks, in ms: what a controller is about to mend is no drift. */
const pause = 1000;

/** The cluster, what the stack's last deployment put on it, and what ends all waiting. */
export interface Session {
  readonly client: ApiClient;
  readonly program: Program;
  readonly signal: AbortSignal;
}

/**
 * What on the cluster is not as the stack's last deployment left it. Changes nothing.
 *
 * @throws CannotCheck if it cannot be seen whole; the message names the remedy.
 */
export function look(signal: AbortSignal): Promise<Drift> {
  return inSession(signal, lookTwice);
}

/** @throws CannotCheck if it is not the cluster that the stack was deployed to. */
export async function inSession<T>(
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const [{ client, context }, { contexts, objects }] = await Promise.all([
    connect(signal),
    readState(signal),
  ]);
  try {
    const other = contexts.find((name) => name !== context);
    if (other !== undefined) {
      throw new CannotCheck(
        `kubectl's current context is "${context}", and the stack was deployed to "${other}".\n${remedy}`,
      );
    }
    return await work({ client, program: new Program(objects), signal });
  } finally {
    client.close();
  }
}

/** A finding counts if it is there a moment later: lists that are read one by one show things halfway. */
export async function lookTwice(session: Session): Promise<Drift> {
  const first = await lookOnce(session);
  if (first.findings.length === 0) return first;
  await sleep(pause, undefined, { signal: session.signal });
  const { findings, notes } = await lookOnce(session);
  const before = new Set(first.findings.map(({ object }) => keyOf(object)));
  return driftOf(
    findings.filter(({ object }) => before.has(keyOf(object))),
    notes,
  );
}

/** What stands on the cluster now, and whose keys its issuer signs by. */
export async function takeScene({ client, program }: Session): Promise<Scene> {
  const inventory = await takeInventory(client);
  const keys = await issuersKeys(client, program);
  return { client, inventory, program: new Program(program.objects, keys) };
}

async function lookOnce(session: Session): Promise<Drift> {
  const scene = await takeScene(session);
  const { program } = scene;
  const [ours, others] = await Promise.all([
    Promise.all(program.objects.map((object) => lookAtObject(object, scene))),
    lookForStrangers(scene),
  ]);
  const findings = ours.filter((finding) => finding !== undefined);
  const strangers = others.filter((one) => "kind" in one);
  const notes = others.filter((one): one is Note => !("kind" in one));
  return driftOf([...findings, ...strangers], [...notes, ...notCompared(program)]);
}
