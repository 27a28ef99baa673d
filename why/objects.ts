import { z } from "zod";

// Kubernetes objects by what is read of them. The API server leaves out what is empty.

const text = z.string().default("");
const count = z.number().default(0);
const texts = z.array(z.string()).default([]);
const labels = z.record(z.string(), z.string()).default({});
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
/** An object whose fields all have defaults, and which may be left out itself. */
const section = <T extends z.ZodRawShape>(shape: T) => z.object(shape).prefault({} as never);

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
  lastTransitionTime: text,
});
const conditions = list(condition);

const metadata = section({
  name: text,
  namespace: text,
  uid: text,
  generation: count,
  labels,
  annotations: labels,
  creationTimestamp: text,
  deletionTimestamp: z.string().optional(),
  finalizers: texts,
  ownerReferences: list(z.object({ kind: z.string(), name: z.string(), uid: z.string() })),
});

const ended = z.object({ exitCode: count, reason: text, message: text });
const container = z.object({
  name: z.string(),
  image: text,
  ready: z.boolean().default(false),
  restartCount: count,
  state: section({
    waiting: z.object({ reason: text, message: text }).optional(),
    running: z.object({ startedAt: text }).optional(),
    terminated: ended.optional(),
  }),
  lastState: section({ terminated: ended.optional() }),
});

/** How pods are to be made; its content is for the API server alone. */
const template = z.record(z.string(), z.unknown()).default({});

const pod = z.object({
  metadata,
  spec: section({ initContainers: list(z.object({ name: z.string(), restartPolicy: text })) }),
  status: section({
    podIP: text,
    phase: text,
    reason: text,
    message: text,
    conditions,
    initContainerStatuses: list(container),
    containerStatuses: list(container),
  }),
});

const deployment = z.object({
  metadata,
  spec: section({
    replicas: z.number().default(1),
    progressDeadlineSeconds: z.number().default(600),
  }),
  status: section({
    observedGeneration: count,
    replicas: count,
    updatedReplicas: count,
    availableReplicas: count,
    conditions,
  }),
});

const replicaSet = z.object({
  metadata,
  spec: section({ replicas: count, template }),
  status: section({ replicas: count, conditions }),
});

const statefulSet = z.object({
  metadata,
  spec: section({
    replicas: z.number().default(1),
    updateStrategy: section({ type: text, rollingUpdate: section({ partition: count }) }),
    template,
  }),
  status: section({
    observedGeneration: count,
    replicas: count,
    readyReplicas: count,
    updatedReplicas: count,
    currentRevision: text,
    updateRevision: text,
  }),
});

const daemonSet = z.object({
  metadata,
  spec: section({ updateStrategy: section({ type: text }), template }),
  status: section({
    observedGeneration: count,
    desiredNumberScheduled: count,
    currentNumberScheduled: count,
    updatedNumberScheduled: count,
    numberAvailable: count,
  }),
});

const job = z.object({
  metadata,
  spec: section({
    completions: z.number().default(1),
    suspend: z.boolean().default(false),
    template,
  }),
  status: section({ active: count, succeeded: count, conditions }),
});

const claim = z.object({
  metadata,
  spec: section({ storageClassName: text }),
  status: section({ phase: text }),
});

const service = z.object({
  metadata,
  spec: section({ type: text, selector: labels }),
  status: section({ loadBalancer: section({ ingress: list(z.unknown()) }) }),
});

const endpointSlice = z.object({
  metadata,
  endpoints: z
    .array(z.object({ conditions: section({ ready: z.boolean().default(true) }) }))
    .nullish()
    .transform((endpoints) => endpoints ?? []),
});

const autoscaler = z.object({
  metadata,
  spec: section({
    scaleTargetRef: section({ kind: text, name: text }),
    minReplicas: z.number().default(1),
  }),
  status: section({ conditions }),
});

const namespace = z.object({ metadata, status: section({ phase: text, conditions }) });

const storageClass = z.object({ metadata, volumeBindingMode: text });

const warning = z.object({
  reason: text,
  message: text,
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: section({ uid: text }),
});

const all = (api: string) => ({ api, query: "" });

/** Kinds of which all objects in a namespace are read, with the path of their API. */
export const namespaced = {
  pods: { ...all("/api/v1"), schema: pod },
  deployments: { ...all("/apis/apps/v1"), schema: deployment },
  replicasets: { ...all("/apis/apps/v1"), schema: replicaSet },
  statefulsets: { ...all("/apis/apps/v1"), schema: statefulSet },
  daemonsets: { ...all("/apis/apps/v1"), schema: daemonSet },
  jobs: { ...all("/apis/batch/v1"), schema: job },
  persistentvolumeclaims: { ...all("/api/v1"), schema: claim },
  services: { ...all("/api/v1"), schema: service },
  endpointslices: { ...all("/apis/discovery.k8s.io/v1"), schema: endpointSlice },
  horizontalpodautoscalers: { ...all("/apis/autoscaling/v2"), schema: autoscaler },
  events: { api: "/api/v1", query: "?fieldSelector=type=Warning", schema: warning },
} as const;

export const clusterWide = {
  namespaces: { api: "/api/v1", schema: namespace },
  storageclasses: { api: "/apis/storage.k8s.io/v1", schema: storageClass },
} as const;

export type Metadata = z.infer<typeof metadata>;
export type Condition = z.infer<typeof condition>;
export type Container = z.infer<typeof container>;
export type Ended = z.infer<typeof ended>;
export type Pod = z.infer<typeof pod>;
export type Deployment = z.infer<typeof deployment>;
export type StatefulSet = z.infer<typeof statefulSet>;
export type DaemonSet = z.infer<typeof daemonSet>;
export type Job = z.infer<typeof job>;
export type Claim = z.infer<typeof claim>;
export type Service = z.infer<typeof service>;
export type Autoscaler = z.infer<typeof autoscaler>;
export type Namespace = z.infer<typeof namespace>;
export type StorageClass = z.infer<typeof storageClass>;
export type Warning = z.infer<typeof warning>;
