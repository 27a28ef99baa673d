import { setTimeout as sleep } from "node:timers/promises";
import type { RbacObject } from "../../../rbac/rbac-objects";
import type { ApiClient } from "../../../cluster/api-client";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** Creates a namespace and RBAC objects; ones that an earlier run left are taken over. */
export async function createAll(
  administrator: ApiClient,
  namespace: string,
  objects: readonly RbacObject[],
): Promise<void> {
  const body = { metadata: { name: namespace } };
  await done(administrator, "POST", "/api/v1/namespaces", body);
  for (const object of objects) {
    await done(administrator, "POST", collectionOf(object), object);
  }
}

/** Deletes them, those that are not there too. */
export async function deleteAll(
  administrator: ApiClient,
  namespace: string,
  objects: readonly RbacObject[],
): Promise<void> {
  for (const object of [...objects].reverse()) {
    await done(administrator, "DELETE", `${collectionOf(object)}/${object.metadata.name}`);
  }
  await done(administrator, "DELETE", `/api/v1/namespaces/${namespace}`);
  const path = `/api/v1/namespaces/${namespace}`;
  while ((await administrator.ask({ method: "GET", path })).status !== 404) {
    await sleep(500);
  }
}

function collectionOf({ kind, metadata }: RbacObject): string {
  const home = "namespace" in metadata ? `/namespaces/${metadata.namespace}` : "";
  return `${rbac}${home}/${kind.toLowerCase()}s`;
}

async function done(
  administrator: ApiClient,
  method: "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<void> {
  const answer = await administrator.ask({ method, path, body });
  const isMissing = method === "DELETE" && answer.status === 404;
  if (answer.status >= 300 && !isMissing) {
    throw new Error(`${method} ${path}: HTTP ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}
