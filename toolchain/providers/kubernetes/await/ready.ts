import type { PropertyMap } from "../../property-diff";
import { Cancelled } from "../api/errors";
import { pauseFor } from "../api/retry";
import { Bookkeeping, checkpoint } from "../checkpoint";
import { annotationOf, annotations, nameOf } from "../metadata";
import { InitFailed } from "../../rpc/errors";
import type { Desired, Session } from "../session";
import { formatId } from "../token";
import { assess } from "./assess";

const DEFAULT_SECONDS = 600;
const POLL_MS = 1_000;

/** Time to wait: the resource option, else the object's annotation, else ten minutes. */
export function waitMs(timeout: number, manifest: PropertyMap): number {
  const annotated = Number(annotationOf(manifest, annotations.timeoutSeconds));
  return 1000 * (timeout || annotated || DEFAULT_SECONDS);
}

/**
 * Waits until an applied object is ready, and tells the engine what it waits for.
 * @throws InitFailed with the object's last state
 */
export async function awaitReady(
  { cluster, log }: Session,
  { urn, type, timeout }: Desired,
  applied: PropertyMap,
  bookkeeping: Bookkeeping,
): Promise<PropertyMap> {
  if (annotationOf(applied, annotations.skipAwait) === "true") return applied;
  const name = nameOf(applied);
  const patience = waitMs(timeout, applied);
  const until = Date.now() + patience;
  let live = applied;
  let reason = `${name.name}: not looked at yet`;
  try {
    for (;;) {
      const progress = await assess(cluster, type, live);
      if (progress.reason !== reason) log.status(urn, progress.reason);
      if (progress.state === "ready") return live;
      ({ reason } = progress);
      if (progress.state === "failed") throw new Error(reason);
      if (Date.now() >= until) throw new Error(`${reason} (waited ${patience / 1000} s)`);
      await pauseFor(POLL_MS, cluster.signal);
      const current = await cluster.get(type, name);
      if (!current) throw new Error(`${name.name}: somebody else deleted it meanwhile`);
      live = current;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const why = error instanceof Cancelled ? `${reason} (cancelled while waiting)` : message;
    throw new InitFailed(formatId(name), checkpoint(live, bookkeeping), [why]);
  }
}
