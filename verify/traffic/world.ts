import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck } from "../../cluster/cannot-check";
import { remedy } from "../../cluster/kubeconfig";
import type { Address, StackOutputs, WorkloadOutputs } from "../../cluster/stack";
import { runLabel } from "./cast";
import type { Cluster } from "./cluster";

/** Addresses of one service, or of one database, inside the cluster. */
export interface WorkloadAddresses {
  /** What it is called in the cluster's DNS. */
  readonly name: string;
  readonly serviceIp: string;
  /** Those of its ready pods. */
  readonly podIps: readonly string[];
  readonly port: number;
}

export interface ServiceAddresses extends WorkloadAddresses {
  /** As the outside sees it: a node that runs it, and the node port; undefined if it has none. */
  readonly nodePort: Address | undefined;
}

/** What stands on the cluster besides the check's own pods. */
export interface World {
  /** By the name of the service. */
  readonly services: Readonly<Record<string, ServiceAddresses>>;
  /** By the name of the database. */
  readonly databases: Readonly<Record<string, WorkloadAddresses>>;
  readonly kubeDns: { readonly serviceIp: string; readonly podIps: readonly string[] };
  readonly apiServer: { readonly serviceIp: string; readonly node: Address };
}

/** @throws CannotCheck if a service has no ready pod, or the cluster lacks what every cluster has. */
export async function readWorld(cluster: Cluster, outputs: StackOutputs): Promise<World> {
  const { core } = cluster;
  const addresses = async <Workload extends WorkloadOutputs>(workload: Workload) => {
    const { service, namespace, port } = workload;
    const [ip, pods] = await Promise.all([
      serviceIp(cluster, namespace, service),
      readyPods(cluster, workload),
    ]);
    const name = `${service}.${namespace}.svc.cluster.local`;
    const nodeIp = known(pods[0]?.status?.hostIP, `the node of ${service}`);
    return { workload, nodeIp, found: { name, serviceIp: ip, podIps: ipsOf(pods), port } };
  };
  const [services, databases, dnsPods, slice, dnsIp, apiIp] = await Promise.all([
    Promise.all(outputs.services.map(addresses)),
    Promise.all(outputs.services.flatMap(({ database }) => database ?? []).map(addresses)),
    core.listNamespacedPod({ namespace: "kube-system", labelSelector: "k8s-app=kube-dns" }),
    cluster.discovery.readNamespacedEndpointSlice({ namespace: "default", name: "kubernetes" }),
    serviceIp(cluster, "kube-system", "kube-dns"),
    serviceIp(cluster, "default", "kubernetes"),
  ]);
  return {
    services: Object.fromEntries(
      services.map(({ workload: { service, nodePort }, nodeIp, found }) => [
        service,
        {
          ...found,
          nodePort: nodePort === undefined ? undefined : { host: nodeIp, port: nodePort },
        },
      ]),
    ),
    databases: Object.fromEntries(
      databases.map(({ workload: { service }, found }) => [service, found]),
    ),
    kubeDns: { serviceIp: dnsIp, podIps: ipsOf(dnsPods.items.filter(isReady)) },
    apiServer: {
      serviceIp: apiIp,
      node: {
        host: known(slice.endpoints[0]?.addresses[0], "the API server's address"),
        port: known(slice.ports?.[0]?.port, "the API server's port"),
      },
    },
  };
}

async function serviceIp({ core }: Cluster, namespace: string, name: string): Promise<string> {
  const { spec } = await core.readNamespacedService({ namespace, name });
  return known(spec?.clusterIP, `an IP of Service ${namespace}/${name}`);
}

async function readyPods({ core }: Cluster, service: WorkloadOutputs): Promise<V1Pod[]> {
  const labels = Object.entries(service.podLabels).map(([key, value]) => `${key}=${value}`);
  const { items } = await core.listNamespacedPod({
    namespace: service.namespace,
    labelSelector: [...labels, `!${runLabel}`].join(","),
  });
  const ready = items.filter(isReady);
  if (ready.length === 0) {
    throw new CannotCheck(`${service.service} has no ready pod.\n\`npm run why\` says why.`);
  }
  return ready;
}

function isReady({ metadata, status }: V1Pod): boolean {
  return saysReady(status?.conditions) && metadata?.deletionTimestamp === undefined;
}

/** Whether the conditions of a pod or of a node say so. */
export function saysReady(
  conditions: readonly { readonly type: string; readonly status: string }[] = [],
): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

function ipsOf(pods: readonly V1Pod[]): string[] {
  return pods.flatMap(({ status }) => status?.podIP ?? []);
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new CannotCheck(`the cluster does not say ${what}.\n${remedy}`);
  }
  return value;
}
