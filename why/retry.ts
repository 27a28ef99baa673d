import type { ApiRequest } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import { type Finding, named, type Retry } from "./finding";
import { pathOf } from "./look";
import type { Metadata } from "./objects";
import type { Maker } from "./workload";

/** On an object for a moment only: any change makes its controller look at it at once. */
const annotation = "sre-challenge/try-again";

/** What makers are in paths, and whose service account in kube-system makes their pods. */
const makers = {
  ReplicaSet: ["replicasets", "replicaset-controller"],
  StatefulSet: ["statefulsets", "statefulset-controller"],
  DaemonSet: ["daemonsets", "daemon-set-controller"],
  Job: ["jobs", "job-controller"],
} as const;

/** Lets a controller make its pods again, if the API server would take one of them now. */
export function touch({ kind, metadata, template }: Maker, now: number): Retry {
  const { namespace, name, uid } = metadata;
  const [plural, controller] = makers[kind];
  // The uid makes sure that it is the object that was looked at.
  const annotated = (value: string | null): ApiRequest => ({
    method: "PATCH",
    path: `${pathOf(plural, namespace)}/${name}`,
    body: { metadata: { uid, annotations: { [annotation]: value } } },
  });
  return {
    name: named(kind, metadata),
    trial: {
      method: "POST",
      path: `${pathOf("pods", namespace)}?dryRun=All`,
      body: podOf(template),
      // In its name: quotas and guardrails tell people and controllers apart.
      headers: { "impersonate-user": `system:serviceaccount:kube-system:${controller}` },
    },
    requests: [annotated(new Date(now).toISOString()), annotated(null)],
  };
}

/** A controller's template has no name for its pods. */
function podOf({ metadata, ...rest }: Maker["template"]): object {
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: { ...metadata, generateName: "why-" },
    ...rest,
  };
}

/** Lets a pod's controller make another one. */
export function deletion(metadata: Metadata): Retry {
  const { namespace, name, uid } = metadata;
  const path = `${pathOf("pods", namespace)}/${name}`;
  return {
    name: named("Pod", metadata),
    requests: [{ method: "DELETE", path, body: { preconditions: { uid } } }],
  };
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
