import type { StackOutputs } from "../verify/stack";
import { getJson } from "./kubectl";
import { nodeNames } from "./nodes";
import type { DatabaseName, ServiceName } from "./plan";

/** Where everything is that chaos breaks or reads. */
export interface Places {
  /** Namespaces of both teams, which are also the names of their databases. */
  readonly namespaces: { readonly invoices: string; readonly payments: string };
  /** Label selectors of the services' pods. */
  readonly podSelectors: Readonly<Record<ServiceName, string>>;
  /** Nodes beside that of the API server, without which nothing could be broken or read. */
  readonly workers: readonly string[];
}

/** Names of a thing in its namespace. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

export async function readPlaces(outputs: StackOutputs): Promise<Places> {
  return placesOf(outputs, await nodeNames("!node-role.kubernetes.io/control-plane"));
}

export function placesOf(
  { invoiceApp, paymentProvider }: StackOutputs,
  workers: readonly string[],
): Places {
  return {
    namespaces: { invoices: invoiceApp.namespace, payments: paymentProvider.namespace },
    podSelectors: {
      "invoice-app": selectorOf(invoiceApp.podLabels),
      "payment-provider": selectorOf(paymentProvider.podLabels),
    },
    workers,
  };
}

/** As kubectl takes it. */
export function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

export function namespaceOf(target: ServiceName | DatabaseName, { namespaces }: Places): string {
  return target.startsWith("invoice") ? namespaces.invoices : namespaces.payments;
}

/** The Deployment of a service, or the StatefulSet of a database. */
export function workloadOf(target: ServiceName | DatabaseName, places: Places): Named {
  return { namespace: namespaceOf(target, places), name: target };
}

/** The one pod of a database's StatefulSet. */
export function databasePod(target: DatabaseName, places: Places): Named {
  return { namespace: namespaceOf(target, places), name: `${target}-0` };
}

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

/** A service's pods that are not on their way out. */
export async function podsOf(target: ServiceName, places: Places): Promise<Pod[]> {
  const namespace = namespaceOf(target, places);
  const args = ["pods", "--namespace", namespace, "--selector", places.podSelectors[target]];
  const { items } = await getJson<{ items: Pod[] }>(args);
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

export function getPod({ namespace, name }: Named): Promise<Pod> {
  return getJson<Pod>(["pod", name, "--namespace", namespace]);
}

/** Ids of a pod's containers that run; none while it starts. */
export function containersOf({ status }: Pod): string[] {
  return (status?.containerStatuses ?? []).flatMap(({ containerID, state }) =>
    state?.running === undefined ? [] : (containerID?.split("://")[1] ?? []),
  );
}
