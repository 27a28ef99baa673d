import { type Finding, named } from "./finding";
import type { Look } from "./look";
import type { Autoscaler, Claim, Metadata, Namespace, Service, Warning } from "./objects";
import { oneLine } from "./one-line";
import { conditionOf } from "./progress";

/** How long an autoscaler may be without metrics after a start, in ms. */
const untilMetrics = 120_000;

/** What is wrong with objects that run no pods. */
export function otherFindings(look: Look): Finding[] {
  return [
    ...look.persistentvolumeclaims.flatMap((claim) => claimFinding(claim, look) ?? []),
    ...look.horizontalpodautoscalers.flatMap((one) => autoscalerFinding(one, look.now) ?? []),
    ...look.namespaces.flatMap((one) => namespaceFinding(one) ?? []),
    ...look.services.flatMap((service) => serviceFinding(service, look) ?? []),
  ];
}

function finding(
  kind: string,
  metadata: Metadata,
  problem: Pick<Finding, "state" | "cause" | "next">,
): Finding {
  const namespace = metadata.namespace || metadata.name;
  return { object: named(kind, metadata), namespace, ...problem, pods: [] };
}

function claimFinding(claim: Claim, look: Look): Finding | undefined {
  const { metadata, spec, status } = claim;
  if (status.phase === "Bound") return undefined;
  if (status.phase === "Lost") {
    return finding("PersistentVolumeClaim", metadata, {
      state: "lost",
      cause: "its volume is gone",
      next: "restore it from a backup: see docs/operations.md",
    });
  }
  const name = spec.storageClassName;
  const storageClass = look.storageclasses.find((one) => one.metadata.name === name);
  const failure = warningOf(metadata, look.events, /^(ProvisioningFailed|FailedBinding)$/);
  if (failure === undefined && storageClass?.volumeBindingMode === "WaitForFirstConsumer") {
    return undefined;
  }
  return finding("PersistentVolumeClaim", metadata, {
    state: "not bound",
    cause: storageClass
      ? `no volume of class ${name} is bound yet${failure ? ` (${oneLine(failure.message)})` : ""}`
      : `storage class "${name}" does not exist, and no volume fits`,
    next: storageClass
      ? `look at what makes its volumes: \`kubectl describe pvc -n ${metadata.namespace} ${metadata.name}\``
      : "make that storage class, or a volume that fits: `kubectl get storageclass`",
  });
}

function warningOf(
  { uid }: Metadata,
  events: readonly Warning[],
  reasons: RegExp,
): Warning | undefined {
  return events.findLast(
    ({ involvedObject, reason }) => involvedObject.uid === uid && reasons.test(reason),
  );
}

function autoscalerFinding(
  { metadata, spec, status }: Autoscaler,
  now: number,
): Finding | undefined {
  const target = `${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name}`;
  const able = conditionOf(status.conditions, "AbleToScale");
  if (able?.status === "False") {
    return finding("HorizontalPodAutoscaler", metadata, {
      state: "cannot scale",
      cause: `${able.reason}: ${oneLine(able.message)}`,
      next: `look whether ${target} is there, and may be scaled`,
    });
  }
  const active = conditionOf(status.conditions, "ScalingActive");
  if (active?.status !== "False") return undefined;
  if (active.reason === "ScalingDisabled") {
    return finding("HorizontalPodAutoscaler", metadata, {
      state: "switched off",
      cause: `${target} has 0 replicas, and an autoscaler leaves it at that`,
      next: `scale ${target} to ${spec.minReplicas} by hand: \`kubectl scale -n ${metadata.namespace} ${target.replace(" ", "/").toLowerCase()} --replicas=${spec.minReplicas}\``,
    });
  }
  if (now < Date.parse(active.lastTransitionTime) + untilMetrics) return undefined;
  return finding("HorizontalPodAutoscaler", metadata, {
    state: "reads no metrics",
    cause: `${active.reason}: ${oneLine(active.message)}`,
    next: `look whether the pods of ${target} are ready, and \`kubectl top pods\` answers: it needs metrics-server`,
  });
}

function serviceFinding(service: Service, look: Look): Finding | undefined {
  const { metadata, spec, status } = service;
  if (spec.type === "ExternalName" || Object.keys(spec.selector).length === 0) return undefined;
  const endpoints = look.endpointslices
    .filter(
      (slice) =>
        slice.metadata.namespace === metadata.namespace &&
        slice.metadata.labels["kubernetes.io/service-name"] === metadata.name,
    )
    .flatMap((slice) => slice.endpoints);
  const selector = Object.entries(spec.selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  if (endpoints.length === 0) {
    return finding("Service", metadata, {
      state: "no endpoints",
      cause: "no pod with an address has the labels of its selector",
      next: `look whether such pods should be there: \`kubectl get pods -n ${metadata.namespace} -l ${selector}\``,
    });
  }
  if (!endpoints.some(({ conditions }) => conditions.ready)) {
    return finding("Service", metadata, {
      state: "no ready endpoints",
      cause: "none of its pods is ready",
      next: `see why these pods are not ready: \`kubectl get pods -n ${metadata.namespace} -l ${selector}\``,
    });
  }
  if (spec.type === "LoadBalancer" && status.loadBalancer.ingress.length === 0) {
    return finding("Service", metadata, {
      state: "no address",
      cause: "the load balancer has no address yet",
      next: `look at its events: \`kubectl describe service -n ${metadata.namespace} ${metadata.name}\``,
    });
  }
  return undefined;
}

function namespaceFinding(namespace: Namespace): Finding | undefined {
  if (namespace.status.phase !== "Terminating") return undefined;
  return finding("Namespace", namespace.metadata, {
    state: "being deleted",
    cause: whatRemains(namespace),
    next: "let go what holds it: who set the finalizer takes it away when it has done its work",
  });
}

/** What keeps a namespace from going away, by its conditions and finalizers. */
export function whatRemains({ metadata, status }: Namespace): string {
  const remaining = status.conditions.filter(
    (one) => one.status === "True" && /^Namespace.*(Remaining|Failure)$/.test(one.type),
  );
  if (remaining.length > 0) return oneLine(remaining.map(({ message }) => message).join("; "));
  const { finalizers } = metadata;
  return finalizers.length > 0 ? `it waits for ${finalizers.join(", ")}` : "it is stopping";
}
