import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck, messageOf } from "./cannot-check";
import { remedy } from "./stack";

/** The one kubectl context that is ever asked. */
const context = "sre-challenge";

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

/** The same as a kubeconfig, for what the client library does not offer. */
export async function clusterConfig(): Promise<k8s.KubeConfig> {
  const client = await import("@kubernetes/client-node");
  const config = new client.KubeConfig();
  config.loadFromDefault();
  const current = config.getCurrentContext();
  if (current !== context) {
    throw new CannotCheck(
      `kubectl's current context is "${current}", not "${context}": it was left alone.\n${remedy}`,
    );
  }
  try {
    await config.makeApiClient(client.CoreV1Api).readNamespace({ name: "default" });
  } catch (error) {
    throw new CannotCheck(`the cluster does not answer: ${messageOf(error)}\n${remedy}`);
  }
  return config;
}
