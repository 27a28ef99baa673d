const deployments = 4;
const statefulSets = 3;

/**
 * Objects that a team may have at once, by resource: every kind that it can make, and those that its
 * workloads leave behind. Enough for two services, a database and an emergency, which each roll and
 * keep a few old versions; and too few for a store of objects to be filled with the largest ones.
 */
export const objectCounts: Readonly<Record<string, number>> = {
  configmaps: 16,
  secrets: 16,
  // Ended ones, too, which `pods` leaves out: an eviction or a Job that failed leaves one behind.
  pods: 96,
  "deployments.apps": deployments,
  // Three old ones, the one that runs, and the one that takes its place.
  "replicasets.apps": deployments * 5,
  "statefulsets.apps": statefulSets,
  // Ten old ones, if a StatefulSet says nothing, and the one that runs.
  "controllerrevisions.apps": statefulSets * 11,
  "horizontalpodautoscalers.autoscaling": deployments,
  "cronjobs.batch": 4,
  // A backup and a restore keep four each.
  "jobs.batch": 16,
  "poddisruptionbudgets.policy": deployments + statefulSets,
};
