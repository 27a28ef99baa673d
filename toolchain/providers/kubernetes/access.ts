import type { RequestOptions } from "node:https";
import { Unreachable } from "./api/errors";
import { Transport, httpTransport } from "./api/transport";
import { connectionOptions } from "./credentials";
import { textAt } from "./fields";
import { ClusterChoice, chooseContext, readKubeconfig } from "./kubeconfig";
import type { Settings } from "./settings";

export interface ClusterAccess {
  readonly transport: Transport;
  /** Namespace of objects that name none. */
  readonly namespace: string;
}

/** Credentials that a file or a login program provides are asked for again after this time. */
const CREDENTIALS_FOR_MS = 60_000;

/** With `deleteUnreachable`, a cluster that is gone for good must not keep its stack alive. */
export function accessFor(settings: Settings): ClusterAccess {
  try {
    return accessCluster(settings);
  } catch (error) {
    if (!settings.deleteUnreachable || !(error instanceof Error)) throw error;
    return noAccess(error.message);
  }
}

/** Access to nothing: every request fails for this reason. */
function noAccess(reason: string): ClusterAccess {
  return {
    transport: () => Promise.reject(new Unreachable("of this stack", "", reason)),
    namespace: "default",
  };
}

/** Access to the cluster that a kubeconfig leads to. */
function accessCluster({ kubeconfig, ...choice }: ClusterChoice): ClusterAccess {
  const chosen = chooseContext(readKubeconfig(kubeconfig), choice);
  let options: Promise<RequestOptions> | undefined;
  let readAt = 0;
  const connection = (): Promise<RequestOptions> => {
    if (!options || Date.now() - readAt > CREDENTIALS_FOR_MS) {
      readAt = Date.now();
      options = connectionOptions(chosen);
    }
    return options;
  };
  return {
    transport: httpTransport(textAt(chosen.cluster, "server"), connection),
    namespace: chosen.namespace,
  };
}
