import type { Identity } from "../../rbac/identity";
import { CannotCheck } from "../../cluster/cannot-check";
import { remedy } from "../../cluster/kubeconfig";
import { ApiClient, type Credentials, type Server } from "../../cluster/api-client";
import { certificateFor } from "./certificate";
import { inParallel } from "./in-parallel";

const anonymousUser = "system:anonymous";
const serviceAccountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** Of a service account's token, in seconds; the API server gives none a shorter life. */
const lifetime = 600;

/** A client for each subject, with credentials of its own that end after ten minutes. */
export async function callersFor(
  administrator: ApiClient,
  server: Server,
  subjects: ReadonlyMap<string, Identity>,
  run: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ApiClient>> {
  const callers = await inParallel([...subjects], 4, async ([name, identity]) => {
    const credentials = await credentialsFor(administrator, identity, run, signal);
    return [name, new ApiClient(server, credentials, signal)] as const;
  });
  return new Map(callers);
}

async function credentialsFor(
  administrator: ApiClient,
  { user, groups }: Identity,
  run: string,
  signal: AbortSignal,
): Promise<Credentials> {
  if (user === anonymousUser) return {};
  const [, namespace, name] = serviceAccountUser.exec(user) ?? [];
  if (namespace !== undefined && name !== undefined) {
    return { token: await tokenOf(administrator, namespace, name) };
  }
  // The API server adds its own groups by itself.
  const named = groups.filter((group) => !group.startsWith("system:"));
  return certificateFor(administrator, { user, groups: named }, run, signal);
}

async function tokenOf(administrator: ApiClient, namespace: string, name: string): Promise<string> {
  const { body } = await administrator.ask({
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    body: { spec: { expirationSeconds: lifetime } },
  });
  const { status, message } = Object(body) as { status?: { token?: string }; message?: string };
  if (status?.token === undefined) {
    throw new CannotCheck(
      `no token for the service account ${namespace}/${name}: ${message ?? ""}\n${remedy}`,
    );
  }
  return status.token;
}
