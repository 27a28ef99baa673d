import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { administratorOf } from "../cluster/administrator";
import { type ApiAnswer, ApiClient, type ApiRequest } from "../cluster/api-client";
import { CannotCheck, messageOf } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";

/** Asks the API server. It throws CannotCheck where there is no answer, or none to be used. */
export type Ask = (request: ApiRequest) => Promise<ApiAnswer>;

export interface Asking {
  readonly ask: Ask;
  close(): void;
}

/** Where kubectl's current context points to. @throws CannotCheck if that cannot be read. */
export async function currentConfig(): Promise<KubeConfig> {
  const client = await import("@kubernetes/client-node");
  const config = new client.KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    throw new CannotCheck(`kubectl's configuration cannot be read: ${messageOf(error)}\n${remedy}`);
  }
  return config;
}

/** @throws CannotCheck if the configuration names no cluster, or its credentials cannot be had. */
export async function asking(config: KubeConfig, signal: AbortSignal): Promise<Asking> {
  const context = config.getCurrentContext();
  const { server, credentials } = await administratorOf(config).catch((error: unknown) => {
    throw new CannotCheck(`context "${context}": no credentials: ${messageOf(error)}\n${remedy}`);
  });
  if (!server.url.startsWith("https://")) {
    throw new CannotCheck(`kubectl's current context "${context}" is no cluster.\n${remedy}`);
  }
  const client = new ApiClient(server, credentials, signal);
  return {
    ask: (request) => askClearly(client, context, request),
    close: () => {
      client.close();
    },
  };
}

async function askClearly(
  client: ApiClient,
  context: string,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const answer = await client.ask(request).catch((error: unknown) => {
    throw new CannotCheck(
      `the cluster of context "${context}" does not answer: ${messageOf(error)}\n${remedy}`,
    );
  });
  if (answer.status === 401) {
    throw new CannotCheck(
      `the cluster does not know the credentials of context "${context}", or they have expired.\n${remedy}`,
    );
  }
  return answer;
}

/** What the API server says to a request that it does not take. */
export function refusalOf({ status, body }: ApiAnswer): string {
  const { message } = Object(body) as { message?: string };
  return message ?? `HTTP ${status}`;
}
