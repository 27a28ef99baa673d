import type { PropertyMap } from "../property-diff";
import { waitUntilGone } from "./await/deletion";
import { waitMs } from "./await/ready";
import { annotationOf, annotations } from "./metadata";
import type { Session } from "./session";
import { ObjectType, parseId } from "./token";

export interface RemoveRequest {
  readonly urn: string;
  readonly type: ObjectType;
  readonly id: string;
  /** Inputs applied last. */
  readonly inputs: PropertyMap;
  /** Seconds from the resource option `customTimeouts`; 0 without it. */
  readonly timeout: number;
}

/** Deletes an object and what depends on it, and waits until it is gone. */
export async function removeObject(session: Session, request: RemoveRequest): Promise<void> {
  const { cluster } = session;
  const { urn, type, id, inputs, timeout } = request;
  const live = await cluster.get(type, parseId(id));
  if (!live) return;
  await cluster.remove(type, parseId(id), propagationPolicy(inputs));
  if (annotationOf(inputs, annotations.skipAwait) === "true") return;
  await waitUntilGone(session, urn, type, live, waitMs(timeout, inputs));
}

function propagationPolicy(inputs: PropertyMap): string {
  switch (annotationOf(inputs, annotations.deletionPropagation).toLowerCase()) {
    case "background":
      return "Background";
    case "orphan":
      return "Orphan";
    default:
      return "Foreground";
  }
}
