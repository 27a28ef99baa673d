import { type ClusterObject, textOf } from "./cluster-object";
import { listIn } from "./json";

/**
 * How the garbage collector deletes what owns others:
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion
 */
const cascade = ["foregroundDeletion", "orphan"];

/**
 * Kinds that do nothing more once they are deleted, with the finalizers that the cluster itself takes away
 * from them. All else has effect until it is gone, and whoever puts a finalizer on it keeps it.
 */
const ending: Readonly<Record<string, readonly string[]>> = {
  Pod: [...cascade, "batch.kubernetes.io/job-tracking"],
  Deployment: cascade,
  ReplicaSet: cascade,
  ReplicationController: cascade,
  StatefulSet: cascade,
  DaemonSet: cascade,
  Job: cascade,
  CronJob: cascade,
  PersistentVolumeClaim: [...cascade, "kubernetes.io/pvc-protection"],
};

/** How long before and after its time an object that was deleted may take, in ms. */
const longestEnd = 120_000;

/** What is said of an object that was deleted and is not about to go. */
export const deletedAndStays = "was deleted, and does not go";

/** Whether an object was deleted, though it is there. */
export function isDeleted({ metadata }: ClusterObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** Whether an object was deleted, has no effect any more, and goes by itself within minutes. */
export function isLeaving({ kind, metadata }: ClusterObject): boolean {
  const end = Date.parse(textOf(metadata.deletionTimestamp));
  const own = ending[kind];
  return (
    own !== undefined &&
    listIn(metadata.finalizers).every((finalizer) => own.includes(textOf(finalizer))) &&
    Math.abs(Date.now() - end) < longestEnd
  );
}
