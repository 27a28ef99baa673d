import type { PropertyMap } from "../../property-diff";
import type { Cluster } from "../api/cluster";
import { mapAt, mapsAt, textAt } from "../fields";
import { nameOf } from "../metadata";
import { ObjectType, objectType } from "../token";
import { explainPods } from "./explain";
import { Progress, failed, ready, specOf, statusOf, waiting } from "./progress";
import {
  daemonSetProgress,
  deploymentProgress,
  jobProgress,
  podProgress,
  statefulSetProgress,
} from "./workloads";

const STORAGE_CLASS = objectType("kubernetes:storage.k8s.io/v1:StorageClass");
const MOST_PROBLEMS = 3;

const podRunners: Readonly<Record<string, (live: PropertyMap) => Progress>> = {
  "apps/DaemonSet": daemonSetProgress,
  "apps/Deployment": deploymentProgress,
  "apps/StatefulSet": statefulSetProgress,
  "batch/Job": jobProgress,
  "/Pod": podProgress,
};

/** How far an object is. Kinds that have no notion of readiness are ready at once. */
export async function assess(
  cluster: Cluster,
  type: ObjectType,
  live: PropertyMap,
): Promise<Progress> {
  const kind = `${type.group}/${type.kind}`;
  const progressOf = podRunners[kind];
  const progress = progressOf
    ? await withPodProblems(cluster, live, progressOf(live))
    : await simpleProgress(cluster, kind, live);
  const { name } = nameOf(live);
  return progress.state === "ready"
    ? ready
    : { ...progress, reason: `${name}: ${progress.reason}` };
}

async function withPodProblems(
  cluster: Cluster,
  live: PropertyMap,
  progress: Progress,
): Promise<Progress> {
  if (progress.state === "ready") return progress;
  const problems = await explainPods(cluster, live);
  const texts = problems.slice(0, MOST_PROBLEMS).map(({ text }) => text);
  const reason = [progress.reason, ...texts].join(": ");
  return problems.some(({ permanent }) => permanent) ? failed(reason) : { ...progress, reason };
}

async function simpleProgress(
  cluster: Cluster,
  kind: string,
  live: PropertyMap,
): Promise<Progress> {
  switch (kind) {
    case "/Namespace":
      return textAt(statusOf(live), "phase") === "Active" ? ready : waiting("not active yet");
    case "/Service":
      return serviceProgress(live);
    case "/PersistentVolumeClaim":
      return claimProgress(cluster, live);
    default:
      return ready;
  }
}

export function serviceProgress(live: PropertyMap): Progress {
  if (textAt(specOf(live), "type") !== "LoadBalancer") return ready;
  const addresses = mapsAt(mapAt(statusOf(live), "loadBalancer"), "ingress");
  return addresses.length > 0 ? ready : waiting("the load balancer has no address yet");
}

async function claimProgress(cluster: Cluster, live: PropertyMap): Promise<Progress> {
  const phase = textAt(statusOf(live), "phase");
  if (phase === "Bound") return ready;
  if (phase === "Lost") return failed("its volume is gone");
  const className = textAt(specOf(live), "storageClassName");
  const storageClass =
    className === ""
      ? undefined
      : await cluster.get(STORAGE_CLASS, { namespace: "", name: className });
  if (storageClass?.volumeBindingMode === "WaitForFirstConsumer") return ready;
  return waiting(
    storageClass
      ? `no volume of class ${className} is bound yet`
      : `storage class "${className}" does not exist, and no volume fits`,
  );
}
