import { type FieldPath, fieldsOf } from "./field-path";

// What opens no wall, each with the reason. A wall is what keeps others out of a team's pods, data and
// rights, and what keeps one team from using up what is everybody's. All that is not here is one.

const workloads = ["Deployment", "StatefulSet"];
const scaling = ["HorizontalPodAutoscaler", "PodDisruptionBudget"];
const running = [...workloads, "CronJob", "Job", ...scaling];
const claim = ["PersistentVolumeClaim"];
const pod = "spec.template.spec";
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];
/** Of a probe; what else it says may run a command. */
const timings = [
  "failureThreshold",
  "initialDelaySeconds",
  "periodSeconds",
  "successThreshold",
  "timeoutSeconds",
];

type Kinds = readonly string[];

/** Begins of paths, without the elements of lists. */
const harmlessFields: readonly (readonly [Kinds, fields: readonly string[], reason: string])[] = [
  [running, ["metadata.labels", "metadata.annotations"], "no policy and no selector reads them"],
  [
    workloads,
    [
      "spec.replicas",
      "spec.minReadySeconds",
      "spec.progressDeadlineSeconds",
      "spec.revisionHistoryLimit",
      "spec.paused",
      "spec.strategy",
      "spec.updateStrategy",
      "spec.persistentVolumeClaimRetentionPolicy",
    ],
    "how many pods there are, and how they are changed, not what they may",
  ],
  [
    workloads,
    [
      ...probes.flatMap((probe) => timings.map((field) => `${pod}.containers.${probe}.${field}`)),
      `${pod}.containers.resources`,
      `${pod}.initContainers.resources`,
      `${pod}.terminationGracePeriodSeconds`,
      `${pod}.topologySpreadConstraints`,
      `${pod}.affinity`,
    ],
    "whether pods are well, and where they run; the quota bounds what they use",
  ],
  [workloads, ["spec.template.metadata.annotations"], "only a restart reads one"],
  [
    ["CronJob"],
    [
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
    "when its jobs run, not what they may",
  ],
  [
    ["Job"],
    ["spec.suspend", "spec.backoffLimit", "spec.activeDeadlineSeconds"],
    "whether it runs, and how often it is tried",
  ],
  [scaling, ["spec"], "how many pods there are; the quota bounds them"],
  [claim, ["metadata.labels", "metadata.annotations", "metadata.finalizers"], "marks of a volume"],
  [claim, ["metadata.uid", "spec.resources"], "its identity and size, not whose it is"],
];

/** Elements of lists without which nobody gets in who did not. */
const harmlessLacks: readonly (readonly [Kinds, fields: readonly string[], reason: string])[] = [
  [["ConfigMap"], ["data.jwks.json.keys"], "services refuse whom they do not know"],
];

/** Objects of the program without which nothing is open that was shut. */
const harmlessGone: readonly (readonly [Kinds, reason: string])[] = [
  [running, "what does not run lets nobody in"],
  [["Service", "ConfigMap", "Secret", ...claim], "what is not there shows nothing"],
  [["ServiceAccount"], "nobody gets rights by the lack of it"],
  [["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"], "RBAC only adds rights"],
];

/** Strangers that let nobody do anything. */
const harmlessStrangers: readonly (readonly [Kinds, reason: string])[] = [
  [scaling, "bounded by the quota"],
  [["ResourceQuota", "LimitRange"], "they only add limits"],
  [["ConfigMap"], "runs nothing by itself"],
  [claim, "bounded by the quota; runs nothing by itself"],
  [["ControllerRevision"], "a copy of a template"],
];

export function fieldOpensWall(kind: string, path: FieldPath): boolean {
  const text = `${fieldsOf(path).join(".")}.`;
  return !harmlessFields.some(
    ([kinds, fields]) =>
      kinds.includes(kind) && fields.some((field) => text.startsWith(`${field}.`)),
  );
}

/** The same of a field, or an element of a list, that is not there. */
export function lackOpensWall(kind: string, path: FieldPath): boolean {
  const text = fieldsOf(path).join(".");
  const isHarmless = harmlessLacks.some(
    ([kinds, fields]) => kinds.includes(kind) && fields.includes(text),
  );
  return !isHarmless && fieldOpensWall(kind, path);
}

export function absenceOpensWall(kind: string): boolean {
  return !harmlessGone.some(([kinds]) => kinds.includes(kind));
}

export function strangerOpensWall(kind: string): boolean {
  return !harmlessStrangers.some(([kinds]) => kinds.includes(kind));
}
