import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };

/** What is read of the cluster. */
export interface Kinds {
  readonly Namespace: k8s.V1Namespace;
  readonly StorageClass: k8s.V1StorageClass;
  readonly Pod: k8s.V1Pod;
  readonly Deployment: k8s.V1Deployment;
  readonly ReplicaSet: k8s.V1ReplicaSet;
  readonly StatefulSet: k8s.V1StatefulSet;
  readonly DaemonSet: k8s.V1DaemonSet;
  readonly Job: k8s.V1Job;
  readonly PersistentVolumeClaim: k8s.V1PersistentVolumeClaim;
  readonly Service: k8s.V1Service;
  readonly EndpointSlice: Omit<k8s.V1EndpointSlice, "endpoints"> & {
    readonly endpoints: k8s.V1Endpoint[] | null;
  };
  readonly HorizontalPodAutoscaler: k8s.V2HorizontalPodAutoscaler;
  readonly Event: k8s.CoreV1Event;
}

/** As the API server sends it: times are texts, and what is empty is left out. */
type Sent<T> = T extends Date
  ? string
  : T extends object
    ? { readonly [Key in keyof T]: Sent<T[Key]> }
    : T;

/** An object of a list, with what it always has. */
export type Listed<Kind extends keyof Kinds> = Kind extends keyof Kinds
  ? Omit<Sent<Kinds[Kind]>, "kind" | "metadata" | "spec" | "status"> & {
      readonly [Key in Extract<keyof Kinds[Kind], "spec" | "status">]: Sent<
        NonNullable<Kinds[Kind][Key]>
      >;
    } & { readonly kind: Kind; readonly path: string; readonly metadata: Metadata }
  : never;

/** The namespace is empty for what is in none. */
type Metadata = Sent<k8s.V1ObjectMeta> &
  Readonly<Record<"name" | "namespace" | "uid" | "creationTimestamp", string>>;

export type Pod = Listed<"Pod">;
export type Warning = Listed<"Event">;
export type Condition = Sent<k8s.V1PodCondition>;
export type Container = Sent<k8s.V1ContainerStatus>;
export type Ended = Sent<k8s.V1ContainerStateTerminated>;

/** What a list does not say of its items. @param path that of the list */
export function listed<Kind extends keyof Kinds>(
  kind: Kind,
  item: object,
  path = "",
): Listed<Kind> {
  const { metadata } = item as Partial<Listed<Kind>>;
  return {
    spec: {},
    status: {},
    ...item,
    kind,
    path: `${path}/${metadata?.name ?? ""}`,
    metadata: { namespace: "", ...metadata },
  } as unknown as Listed<Kind>;
}

/** An object as a person would name it. */
export function named({ kind, metadata }: Listed<keyof Kinds>): string {
  const { namespace, name } = metadata;
  return `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`;
}

/** The condition of that type, if it has that status. */
export function conditionOf(
  { status: { conditions = [] } }: { readonly status: { conditions?: readonly Condition[] } },
  type: string,
  status: "True" | "False",
): Condition | undefined {
  return conditions.find((one) => one.type === type && one.status === status);
}

/** Init containers first. */
export function containersOf({ status }: Pod): Container[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}
