import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "../cluster/command";
import { type Deployment, getDeployment, rolledOut, undo } from "./deployment";
import { bringBack } from "./nodes";
import type { Places } from "./places";
import { allowingPolicies, type Policy, restoreMissing } from "./policies";

/** What chaos changes of the stack, as it was before. */
export interface Snapshot {
  readonly policies: readonly Policy[];
  readonly deployments: readonly Deployment[];
  readonly workers: readonly string[];
}

/** Outlives a run that is killed, so that the next one can put things back. */
const file = join(projectRoot, ".state/chaos/before.json");

/** Notes how things are, also on disk. */
export async function takeSnapshot(places: Places): Promise<Snapshot> {
  const snapshot = await lookAt(places);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(snapshot));
  return snapshot;
}

/** How things are. */
export async function lookAt({ namespaces, services, workers }: Places): Promise<Snapshot> {
  const [policies, deployments] = await Promise.all([
    Promise.all(namespaces.map(allowingPolicies)),
    Promise.all(services.map(getDeployment)),
  ]);
  return { policies: policies.flat(), deployments, workers };
}

/** Puts everything back and waits until the pods are those of the stack again. */
export async function restoreSnapshot(snapshot: Snapshot): Promise<void> {
  const { policies, deployments, workers } = snapshot;
  const nodes = await Promise.allSettled(workers.map(bringBack));
  const results = await Promise.allSettled([
    restoreMissing(policies),
    ...deployments.map(async (deployment) => {
      await undo(deployment);
      await rolledOut(deployment.metadata);
    }),
  ]);
  const failed = [...nodes, ...results].flatMap((it) =>
    it.status === "rejected" ? [String(it.reason)] : [],
  );
  if (failed.length > 0) {
    throw new Error(
      `not everything could be put back, the next run tries again:\n${failed.join("\n")}`,
    );
  }
  rmSync(file);
}

/** What a run before this one had noted and not put back; undefined if there is nothing. */
export function leftSnapshot(): Snapshot | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Snapshot) : undefined;
}
