import type * as k8s from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { remedy } from "../../../cluster/kubeconfig";

const context = "sre-challenge";

/** @throws if the current context is another one: no other cluster is ever touched. */
export function coreApi(): k8s.CoreV1Api {
  // A plain import does not do: TypeScript refuses one of an ECMAScript module in this project,
  // and jest hands the package over as CommonJS.
  const { CoreV1Api, KubeConfig } = jest.requireActual<typeof k8s>("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  const current = config.getCurrentContext();
  if (current !== context) {
    throw new Error(`kubectl's current context is "${current}", not "${context}". ${remedy}`);
  }
  return config.makeApiClient(CoreV1Api);
}
