import type { PropertyMap } from "../../property-diff";
import { mapAt, mapsAt, textAt } from "../fields";

/** How far an object is, and in words why not further. */
export interface Progress {
  /** `failed` does not become ready by waiting. */
  readonly state: "ready" | "waiting" | "failed";
  readonly reason: string;
}

export const ready: Progress = { state: "ready", reason: "" };

export function waiting(reason: string): Progress {
  return { state: "waiting", reason };
}

export function failed(reason: string): Progress {
  return { state: "failed", reason };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export function specOf(object: PropertyMap): PropertyMap {
  return mapAt(object, "spec");
}

export function statusOf(object: PropertyMap): PropertyMap {
  return mapAt(object, "status");
}

export function conditionOf(object: PropertyMap, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

export function conditionsOf(object: PropertyMap): Condition[] {
  return mapsAt(statusOf(object), "conditions").map((condition) => ({
    type: textAt(condition, "type"),
    status: textAt(condition, "status"),
    reason: textAt(condition, "reason"),
    message: textAt(condition, "message"),
  }));
}
