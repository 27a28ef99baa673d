import { type FieldPath, fieldsOf } from "./field-path";

/**
 * What opens no wall, each with the reason. A wall is what keeps others out of a team's pods, data and
 * rights, and what keeps one team from using up what is everybody's. All that is not here is one.
 */
interface Harmless {
  readonly kinds: readonly string[];
  /** Begins of paths, without the elements of lists. */
  readonly fields: readonly string[];
  readonly reason: string;
}

const workloads = ["Deployment", "StatefulSet"];
const pod = "spec.template.spec";

const harmlessFields: readonly Harmless[] = [
  {
    kinds: [...workloads, "CronJob", "HorizontalPodAutoscaler", "PodDisruptionBudget"],
    fields: ["metadata.labels", "metadata.annotations"],
    reason: "no policy and no selector reads them",
  },
  {
    kinds: workloads,
    fields: [
      "spec.replicas",
      "spec.minReadySeconds",
      "spec.progressDeadlineSeconds",
      "spec.revisionHistoryLimit",
      "spec.paused",
      "spec.strategy",
      "spec.updateStrategy",
      "spec.persistentVolumeClaimRetentionPolicy",
    ],
    reason: "how many pods there are, and how they are changed, not what they may",
  },
  {
    kinds: workloads,
    fields: [
      `${pod}.containers.livenessProbe`,
      `${pod}.containers.readinessProbe`,
      `${pod}.containers.startupProbe`,
      `${pod}.containers.resources`,
      `${pod}.initContainers.resources`,
      `${pod}.terminationGracePeriodSeconds`,
      `${pod}.topologySpreadConstraints`,
      `${pod}.affinity`,
    ],
    reason: "whether pods are well, and where they run; the quota bounds what they use",
  },
  {
    kinds: workloads,
    fields: ["spec.template.metadata.annotations"],
    reason: "only a restart reads one",
  },
  {
    kinds: ["CronJob"],
    fields: [
      "spec.schedule",
      "spec.timeZone",
      "spec.suspend",
      "spec.concurrencyPolicy",
      "spec.startingDeadlineSeconds",
      "spec.successfulJobsHistoryLimit",
      "spec.failedJobsHistoryLimit",
      "spec.jobTemplate.spec.backoffLimit",
      "spec.jobTemplate.spec.activeDeadlineSeconds",
    ],
    reason: "when its jobs run, not what they may",
  },
  {
    kinds: ["HorizontalPodAutoscaler", "PodDisruptionBudget"],
    fields: ["spec"],
    reason: "how many pods there are; the quota bounds them",
  },
  {
    kinds: ["PersistentVolumeClaim"],
    fields: [
      "metadata.labels",
      "metadata.annotations",
      "metadata.finalizers",
      "metadata.uid",
      "spec.resources",
    ],
    reason: "size and marks of a volume, not whose it is",
  },
];

/** Objects of the program without which nothing is open that was shut. */
const harmlessGone: readonly Omit<Harmless, "fields">[] = [
  {
    kinds: [...workloads, "CronJob", "HorizontalPodAutoscaler", "PodDisruptionBudget"],
    reason: "what does not run lets nobody in",
  },
  {
    kinds: ["Service", "ConfigMap", "Secret", "PersistentVolumeClaim"],
    reason: "what is not there shows nothing",
  },
  {
    kinds: ["ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"],
    reason: "rights are less without it: RBAC only adds",
  },
];

/** Strangers that let nobody do anything. */
const harmlessStrangers: readonly Omit<Harmless, "fields">[] = [
  { kinds: ["HorizontalPodAutoscaler", "PodDisruptionBudget"], reason: "bounded by the quota" },
  { kinds: ["ResourceQuota", "LimitRange"], reason: "they only add limits" },
  { kinds: ["ConfigMap"], reason: "runs nothing by itself" },
  { kinds: ["PersistentVolumeClaim"], reason: "bounded by the quota; runs nothing by itself" },
  { kinds: ["ControllerRevision"], reason: "a copy of a template" },
];

export function fieldOpensWall(kind: string, path: FieldPath): boolean {
  const text = fieldsOf(path).join(".");
  return !harmlessFields.some(
    ({ kinds, fields }) =>
      kinds.includes(kind) &&
      fields.some((field) => text === field || text.startsWith(`${field}.`)),
  );
}

export function absenceOpensWall(kind: string): boolean {
  return !harmlessGone.some(({ kinds }) => kinds.includes(kind));
}

export function strangerOpensWall(kind: string): boolean {
  return !harmlessStrangers.some(({ kinds }) => kinds.includes(kind));
}
