import { getJson } from "./kubectl";
import type { Target } from "./places";

/** The parts of a pod that chaos reads. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string };
  readonly status?: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  /** `<runtime>://<id>`. */
  readonly containerID?: string;
  readonly state?: { readonly running?: object };
  readonly restartCount?: number;
}

/** The pods of a namespace, by default all. */
export async function podsIn(namespace: string, selector = ""): Promise<Pod[]> {
  const args = ["pods", "--namespace", namespace, "--selector", selector];
  return (await getJson<{ items: Pod[] }>(args)).items;
}

/** A target's pods that are not on their way out. */
export async function podsOf({ namespace, podSelector }: Target): Promise<Pod[]> {
  const pods = await podsIn(namespace, podSelector);
  return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

/** Ids of a pod's containers that run; none while it starts. */
export function containersOf({ status }: Pod): string[] {
  return (status?.containerStatuses ?? []).flatMap(({ containerID, state }) =>
    state?.running === undefined ? [] : (containerID?.split("://")[1] ?? []),
  );
}
