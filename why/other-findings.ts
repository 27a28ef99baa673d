import type { Finding } from "./finding";
import { type Look, warningsOf } from "./look";
import { type Condition, conditionOf, type Kinds, type Listed, named } from "./objects";
import { oneLine } from "./one-line";

/** What is wrong with an object that runs no pods. */
type Fault = Pick<Finding, "state" | "cause" | "next">;

/** How long an autoscaler may be without metrics after a start, in ms. */
const untilMetrics = 120_000;

export function otherFindings(look: Look): Finding[] {
  return [
    ...look.PersistentVolumeClaim.flatMap((one) => finding(one, claimFault(one, look))),
    ...look.HorizontalPodAutoscaler.flatMap((one) => finding(one, autoscalerFault(one, look.now))),
    ...look.Namespace.flatMap((one) => finding(one, namespaceFault(one))),
    ...look.Service.flatMap((one) => finding(one, serviceFault(one, look))),
  ];
}

function finding(object: Listed<keyof Kinds>, fault: Fault | undefined): Finding[] {
  const { namespace, name } = object.metadata;
  return fault ? [{ object: named(object), namespace: namespace || name, ...fault, pods: [] }] : [];
}

function claimFault(claim: Listed<"PersistentVolumeClaim">, look: Look): Fault | undefined {
  const { metadata, spec, status } = claim;
  if (status.phase === "Bound") return undefined;
  if (status.phase === "Lost") {
    return {
      state: "lost",
      cause: "its volume is gone",
      next: "restore it from a backup: see docs/operations.md",
    };
  }
  const { storageClassName: name = "" } = spec;
  const storageClass = look.StorageClass.find((one) => one.metadata.name === name);
  if (!storageClass) {
    return {
      state: "not bound",
      cause: `storage class "${name}" does not exist, and no volume fits`,
      next: "make that storage class, or a volume that fits: `kubectl get storageclass`",
    };
  }
  const failure = warningsOf(look, claim).findLast(({ reason = "" }) =>
    ["ProvisioningFailed", "FailedBinding"].includes(reason),
  );
  if (!failure && storageClass.volumeBindingMode === "WaitForFirstConsumer") return undefined;
  return {
    state: "not bound",
    cause: `no volume of class ${name} is bound yet${failure ? ` (${oneLine(failure.message ?? "")})` : ""}`,
    next: `look at what makes its volumes: \`kubectl describe pvc -n ${metadata.namespace} ${metadata.name}\``,
  };
}

function autoscalerFault(
  autoscaler: Listed<"HorizontalPodAutoscaler">,
  now: number,
): Fault | undefined {
  const { metadata, spec } = autoscaler;
  const { scaleTargetRef, minReplicas = 1, maxReplicas } = spec;
  const target = `${scaleTargetRef.kind} ${scaleTargetRef.name}`;
  const unable = conditionOf(autoscaler, "AbleToScale", "False");
  if (unable) {
    return {
      state: "cannot scale",
      cause: said(unable),
      next: `look whether ${target} is there, and may be scaled`,
    };
  }
  const inactive = conditionOf(autoscaler, "ScalingActive", "False");
  if (inactive?.reason === "ScalingDisabled") {
    return {
      state: "switched off",
      cause: `${target} has 0 replicas, and an autoscaler leaves it at that`,
      next: `scale ${target} to ${minReplicas} by hand: \`kubectl scale -n ${metadata.namespace} ${target.replace(" ", "/").toLowerCase()} --replicas=${minReplicas}\``,
    };
  }
  if (minReplicas === maxReplicas) return undefined; // a fixed number needs no metrics
  if (!inactive || now < Date.parse(inactive.lastTransitionTime ?? "") + untilMetrics) {
    return undefined;
  }
  return {
    state: "reads no metrics",
    cause: said(inactive),
    next: `look whether the pods of ${target} are ready, and \`kubectl top pods\` answers: it needs metrics-server`,
  };
}

function said({ reason = "", message = "" }: Condition): string {
  return `${reason}: ${oneLine(message)}`;
}

function serviceFault(
  { metadata, spec, status }: Listed<"Service">,
  look: Look,
): Fault | undefined {
  const { namespace, name } = metadata;
  if (spec.type === "ExternalName" || spec.selector === undefined) return undefined;
  const selector = Object.entries(spec.selector).map(([key, value]) => `${key}=${value}`);
  const pods = `\`kubectl get pods -n ${namespace} -l ${selector.join(",")}\``;
  const endpoints = look.EndpointSlice.filter((slice) => slice.metadata.namespace === namespace)
    .filter((slice) => slice.metadata.labels?.["kubernetes.io/service-name"] === name)
    .flatMap((slice) => slice.endpoints ?? []);
  if (endpoints.length === 0) {
    return {
      state: "no endpoints",
      cause: "no pod with an address has the labels of its selector",
      next: `look whether such pods should be there: ${pods}`,
    };
  }
  if (endpoints.every(({ conditions }) => conditions?.ready === false)) {
    return {
      state: "no ready endpoints",
      cause: "none of its pods is ready",
      next: `see why these pods are not ready: ${pods}`,
    };
  }
  if (spec.type !== "LoadBalancer" || status.loadBalancer?.ingress) return undefined;
  return {
    state: "no address",
    cause: "the load balancer has no address yet",
    next: `look at its events: \`kubectl describe service -n ${namespace} ${name}\``,
  };
}

function namespaceFault(namespace: Listed<"Namespace">): Fault | undefined {
  if (namespace.status.phase !== "Terminating") return undefined;
  return {
    state: "being deleted",
    cause: whatRemains(namespace),
    next: "let go what holds it: who set the finalizer takes it away when it has done its work",
  };
}

/** What keeps a namespace from going away, by its conditions and finalizers. */
export function whatRemains({ metadata, status }: Listed<"Namespace">): string {
  const remaining = (status.conditions ?? [])
    .filter(
      ({ type, status }) => status === "True" && /^Namespace.*(Remaining|Failure)$/.test(type),
    )
    .map(({ message = "" }) => message);
  if (remaining.length > 0) return oneLine(remaining.join("; "));
  return metadata.finalizers ? `it waits for ${metadata.finalizers.join(", ")}` : "it is stopping";
}
