import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl";

interface Autoscaler {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly minReplicas: number;
    readonly scaleTargetRef: { readonly name: string };
  };
}

/**
 * Waits until each Deployment that an autoscaler scales, and that is there, has all its pods. One
 * that was just made has a single pod until its autoscaler looks at it, within 15 s.
 */
export async function untilScaled(): Promise<void> {
  const listed = await kubectl(["get", "hpa", "--all-namespaces", "--output=json"]);
  const { items } = JSON.parse(listed) as { items: readonly Autoscaler[] };
  for (const { metadata, spec } of items) {
    const deployment = [
      `deployment/${spec.scaleTargetRef.name}`,
      `--namespace=${metadata.namespace}`,
    ];
    if (await hasReplicas(deployment, spec.minReplicas)) {
      await kubectl(["rollout", "status", "--timeout=120s", ...deployment]);
    }
  }
}

/** Resolves with true once it is told to have so many, and with false if it is not there. */
async function hasReplicas(deployment: readonly string[], least: number): Promise<boolean> {
  for (;;) {
    const replicas = "--output=jsonpath={.spec.replicas}";
    const wanted = await kubectl(["get", ...deployment, "--ignore-not-found", replicas]);
    if (wanted === "") return false;
    if (Number(wanted) >= least) return true;
    await sleep(500);
  }
}
