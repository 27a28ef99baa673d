import type { types } from "@pulumi/kubernetes";
import { selectorLabels } from "./labels";

/** A drain takes one pod at a time. It is never blocked: not by a single replica, nor by a sick pod. */
export function disruptionBudgetSpec(
  service: string,
): types.input.policy.v1.PodDisruptionBudgetSpec {
  return {
    selector: { matchLabels: selectorLabels(service) },
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}
