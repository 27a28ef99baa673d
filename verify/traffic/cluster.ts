import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { clusterConfig } from "../../cluster/kubeconfig";

/** The parts of the Kubernetes API that the check uses. */
export interface Cluster {
  readonly core: k8s.CoreV1Api;
  readonly discovery: k8s.DiscoveryV1Api;
  readonly networking: k8s.NetworkingV1Api;
  readonly exec: k8s.Exec;
}

/** @throws CannotCheck if the current context is another one or the cluster does not answer. */
export async function connect(): Promise<Cluster> {
  const client = await import("@kubernetes/client-node");
  const config = await clusterConfig();
  return {
    core: config.makeApiClient(client.CoreV1Api),
    discovery: config.makeApiClient(client.DiscoveryV1Api),
    networking: config.makeApiClient(client.NetworkingV1Api),
    exec: new client.Exec(config),
  };
}
