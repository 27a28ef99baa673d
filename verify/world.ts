import type { V1Pod } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck } from "./cannot-check";
import { runLabel } from "./cast";
import type { Cluster } from "./cluster";
import { remedy, type ServiceOutputs, type StackOutputs } from "./stack";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Addresses of one service inside the cluster. */
export interface ServiceAddresses {
  readonly name: string;
  readonly serviceIp: string;
  /** Those of its ready pods. */
  readonly podIps: readonly string[];
  readonly port: number;
}

/** What stands on the cluster besides the check's own pods. */
export interface World {
  readonly invoiceApp: ServiceAddresses;
  readonly paymentProvider: ServiceAddresses;
  /** invoice-app as the outside sees it: a node that runs it, and the node port. */
  readonly nodePort: Address;
  readonly kubeDns: { readonly serviceIp: string; readonly podIps: readonly string[] };
  readonly apiServer: { readonly serviceIp: string; readonly node: Address };
}

/** @throws CannotCheck if a service has no ready pod, or the cluster lacks what every cluster has. */
export async function readWorld(cluster: Cluster, outputs: StackOutputs): Promise<World> {
  const { core } = cluster;
  const serviceIp = async (namespace: string, name: string) =>
    known(
      (await core.readNamespacedService({ namespace, name })).spec?.clusterIP,
      `an IP of Service ${namespace}/${name}`,
    );
  const [invoicePods, paymentPods, dnsPods, slice, invoiceIp, paymentIp, dnsIp, apiIp] =
    await Promise.all([
      servicePods(cluster, outputs.invoiceApp),
      servicePods(cluster, outputs.paymentProvider),
      core.listNamespacedPod({ namespace: "kube-system", labelSelector: "k8s-app=kube-dns" }),
      cluster.discovery.readNamespacedEndpointSlice({ namespace: "default", name: "kubernetes" }),
      serviceIp(outputs.invoiceApp.namespace, outputs.invoiceApp.service),
      serviceIp(outputs.paymentProvider.namespace, outputs.paymentProvider.service),
      serviceIp("kube-system", "kube-dns"),
      serviceIp("default", "kubernetes"),
    ]);
  return {
    invoiceApp: addresses(outputs.invoiceApp, invoiceIp, invoicePods),
    paymentProvider: addresses(outputs.paymentProvider, paymentIp, paymentPods),
    nodePort: {
      host: known(invoicePods[0]?.status?.hostIP, "the node of invoice-app"),
      port: outputs.invoiceApp.nodePort,
    },
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

async function servicePods({ core }: Cluster, service: ServiceOutputs): Promise<V1Pod[]> {
  const labels = Object.entries(service.podLabels).map(([key, value]) => `${key}=${value}`);
  const { items } = await core.listNamespacedPod({
    namespace: service.namespace,
    labelSelector: [...labels, `!${runLabel}`].join(","),
  });
  const ready = items.filter(isReady);
  if (ready.length === 0) {
    throw new CannotCheck(`${service.service} has no ready pod.\n${remedy}`);
  }
  return ready;
}

function isReady({ metadata, status }: V1Pod): boolean {
  const ready = status?.conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  return ready === true && metadata?.deletionTimestamp === undefined;
}

function ipsOf(pods: readonly V1Pod[]): string[] {
  return pods.flatMap(({ status }) => status?.podIP ?? []);
}

function addresses(
  { service, namespace, port }: ServiceOutputs,
  serviceIp: string,
  pods: readonly V1Pod[],
): ServiceAddresses {
  const name = `${service}.${namespace}.svc.cluster.local`;
  return { name, serviceIp, podIps: ipsOf(pods), port };
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new CannotCheck(`the cluster does not say ${what}.\n${remedy}`);
  }
  return value;
}
