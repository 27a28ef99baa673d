import type { ApiRequest } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import type { Finding, Retry } from "./finding";

/** On an object for a moment only: any change makes its controller look at it at once. */
const annotation = "sre-challenge/try-again";

/** The findings whose cause is gone, so that another try can succeed. */
export async function mended(
  ask: Ask,
  findings: readonly Finding[],
): Promise<ReadonlySet<Finding>> {
  const asked = await Promise.all(
    findings.map(async (finding) => {
      const { retry } = finding;
      return retry && (await canSucceed(ask, retry)) ? [finding] : [];
    }),
  );
  return new Set(asked.flat());
}

/** Asked in the controller's name: quotas and guardrails tell people and controllers apart. */
async function canSucceed(ask: Ask, retry: Retry): Promise<boolean> {
  if (retry.kind === "delete") return true;
  const { status } = await ask({
    method: "POST",
    path: `${retry.pods}?dryRun=All`,
    body: dryPod(retry.pod),
    headers: { "impersonate-user": retry.as },
  });
  return status === 201;
}

/** A controller's template has no name for its pods. */
function dryPod(template: object): object {
  const { metadata, ...spec } = template as { metadata?: object };
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: { ...metadata, generateName: "why-" },
    ...spec,
  };
}

/** Makes a controller try again at once. @throws CannotCheck if that is refused. */
export async function tryAgain(ask: Ask, { kind, object }: Retry): Promise<void> {
  const { path, uid, name } = object;
  const requests: readonly ApiRequest[] =
    kind === "delete"
      ? [{ method: "DELETE", path, body: { preconditions: { uid } } }]
      : [touched(path, uid, new Date().toISOString()), touched(path, uid, null)];
  for (const request of requests) {
    const answer = await ask(request);
    if (answer.status >= 400) throw new CannotCheck(`${name}: ${refusalOf(answer)}`);
  }
}

/** The uid makes sure that it is the object that was looked at. */
function touched(path: string, uid: string, value: string | null): ApiRequest {
  return {
    method: "PATCH",
    path,
    body: { metadata: { uid, annotations: { [annotation]: value } } },
  };
}
