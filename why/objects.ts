import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** As the API server sends it: times are texts. */
type Sent<T> = T extends Date
  ? string
  : T extends object
    ? { readonly [Key in keyof T]: Sent<T[Key]> }
    : T;

/** An object with what `read` makes sure of. */
type Read<T> = Sent<T> &
  Required<Pick<Sent<T>, Extract<keyof Sent<T>, "spec" | "status">>> & {
    readonly metadata: Metadata;
  };

type Always = "name" | "namespace" | "uid" | "creationTimestamp";
/** The namespace is empty for what is in none. */
export type Metadata = Sent<k8s.V1ObjectMeta> & Required<Pick<Sent<k8s.V1ObjectMeta>, Always>>;
export type Condition = Sent<k8s.V1PodCondition>;
export type Container = Sent<k8s.V1ContainerStatus>;
export type Ended = Sent<k8s.V1ContainerStateTerminated>;
export type Pod = Read<k8s.V1Pod>;
export type Deployment = Read<k8s.V1Deployment>;
export type ReplicaSet = Read<k8s.V1ReplicaSet>;
export type StatefulSet = Read<k8s.V1StatefulSet>;
export type DaemonSet = Read<k8s.V1DaemonSet>;
export type Job = Read<k8s.V1Job>;
export type Claim = Read<k8s.V1PersistentVolumeClaim>;
export type Service = Read<k8s.V1Service>;
export type Autoscaler = Read<k8s.V2HorizontalPodAutoscaler>;
export type Namespace = Read<k8s.V1Namespace>;
export type Warning = Read<k8s.CoreV1Event>;

/** What is read, by its plural. */
export interface Objects {
  readonly namespaces: Namespace;
  readonly storageclasses: Read<k8s.V1StorageClass>;
  readonly pods: Pod;
  readonly deployments: Deployment;
  readonly replicasets: ReplicaSet;
  readonly statefulsets: StatefulSet;
  readonly daemonsets: DaemonSet;
  readonly jobs: Job;
  readonly persistentvolumeclaims: Claim;
  readonly services: Service;
  readonly endpointslices: Omit<Read<k8s.V1EndpointSlice>, "endpoints"> & {
    readonly endpoints: readonly Sent<k8s.V1Endpoint>[] | null;
  };
  readonly horizontalpodautoscalers: Autoscaler;
  readonly events: Warning;
}

/** An object of a list. The API server leaves out what is empty. */
export function read<Kind extends keyof Objects>(_kind: Kind, item: object): Objects[Kind] {
  const { metadata } = item as { metadata?: object };
  const read = { spec: {}, status: {}, ...item, metadata: { namespace: "", ...metadata } };
  return read as unknown as Objects[Kind];
}

/** The condition of that type, if it has that status. */
export function conditionOf(
  { conditions = [] }: { readonly conditions?: readonly Condition[] },
  type: string,
  status: "True" | "False",
): Condition | undefined {
  return conditions.find((one) => one.type === type && one.status === status);
}

/** Init containers first. */
export function containersOf({ status }: Pod): Container[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}
