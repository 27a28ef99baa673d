import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Credentials, Server } from "./api-client";

/** Where the cluster is, and the credentials of a kubeconfig, which may do everything. */
export async function administratorOf(
  config: KubeConfig,
): Promise<{ server: Server; credentials: Credentials }> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized, servername, headers } = options;
  const { Authorization: bearer } = Object(headers) as { Authorization?: string };
  return {
    server: {
      url: config.getCurrentCluster()?.server ?? "",
      tls: withoutUndefined({ ca, rejectUnauthorized, servername }),
    },
    credentials: withoutUndefined({
      cert: pem(cert),
      key: pem(key),
      token: bearer?.replace(/^Bearer /, ""),
    }),
  };
}

function pem(value: unknown): string | undefined {
  return Buffer.isBuffer(value) || typeof value === "string" ? value.toString() : undefined;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Partial<Defined<T>> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Partial<Defined<T>>;
}
