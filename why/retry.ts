import type { ApiRequest } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import type { Finding, Retry } from "./finding";
import { named, type Pod } from "./objects";
import type { Maker } from "./workload";

/** On an object for a moment only: any change makes its controller look at it at once. */
const annotation = "sre-challenge/try-again";

/** Whose service account in kube-system makes pods. */
const controllers = {
  ReplicaSet: "replicaset-controller",
  StatefulSet: "statefulset-controller",
  DaemonSet: "daemon-set-controller",
  Job: "job-controller",
};

/** Lets a controller make its pods again, if the API server would take one of them now. */
export function touch(maker: Maker, now: number): Retry {
  const { kind, metadata, path, spec } = maker;
  const annotated = (value: string | null): ApiRequest => ({
    method: "PATCH",
    path,
    // The uid makes sure that it is the object that was looked at.
    body: { metadata: { uid: metadata.uid, annotations: { [annotation]: value } } },
  });
  return {
    name: named(maker),
    trial: {
      method: "POST",
      path: `/api/v1/namespaces/${metadata.namespace}/pods?dryRun=All`,
      // A controller's template has no name for its pods.
      body: {
        kind: "Pod",
        apiVersion: "v1",
        ...spec.template,
        metadata: { ...spec.template?.metadata, generateName: "why-" },
      },
      // In its name: quotas and guardrails tell people and controllers apart.
      headers: { "impersonate-user": `system:serviceaccount:kube-system:${controllers[kind]}` },
    },
    requests: [annotated(new Date(now).toISOString()), annotated(null)],
  };
}

/** Lets a pod's controller make another one. */
export function deletion(pod: Pod): Retry {
  const body = { preconditions: { uid: pod.metadata.uid } };
  return { name: named(pod), requests: [{ method: "DELETE", path: pod.path, body }] };
}

/** The findings whose cause is gone, so that another try can succeed. */
export async function mended(ask: Ask, findings: readonly Finding[]): Promise<Set<Finding>> {
  const asked = await Promise.all(
    findings.map(async (finding) => {
      const { retry } = finding;
      const canSucceed = retry && (!retry.trial || (await ask(retry.trial)).status === 201);
      return canSucceed ? [finding] : [];
    }),
  );
  return new Set(asked.flat());
}

/** @throws CannotCheck if it is refused. */
export async function tryAgain(ask: Ask, { name, requests }: Retry): Promise<void> {
  for (const request of requests) {
    const answer = await ask(request);
    if (answer.status >= 400) throw new CannotCheck(`${name}: ${refusalOf(answer)}`);
  }
}
