import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { CannotCheck, messageOf } from "./cannot-check";

/** The cluster's name: the one kubectl context that is ever asked, and Docker's network of its nodes. */
export const clusterName = "sre-challenge";

/** How to get an environment in which everything can be asked. */
export const remedy = 'Run `bash setup.sh`, then `eval "$(bash setup.sh --env)"`, and try again.';

/** @throws CannotCheck if a context is not this project's. */
export function refuseOther(context: string): void {
  if (context !== clusterName) {
    throw new CannotCheck(
      `kubectl's current context is "${context}", not "${clusterName}": it was left alone.\n${remedy}`,
    );
  }
}

/** @throws CannotCheck if the current context is another one or the cluster does not answer. */
export async function clusterConfig(): Promise<k8s.KubeConfig> {
  const client = await import("@kubernetes/client-node");
  const config = new client.KubeConfig();
  config.loadFromDefault();
  refuseOther(config.getCurrentContext());
  try {
    await config.makeApiClient(client.CoreV1Api).readNamespace({ name: "default" });
  } catch (error) {
    throw new CannotCheck(`the cluster does not answer: ${messageOf(error)}\n${remedy}`);
  }
  return config;
}
