import type { types } from "@pulumi/kubernetes";
import { amount } from "../components/quantity";
import type { Registered } from "../components/recorder";
import { type Container, podsOf, type PodSpec } from "./pods";

/** What pods ask for: processors, bytes, and how many pods they are. */
export interface Requests {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

type Containers = Pick<PodSpec, "containers"> & Partial<Pick<PodSpec, "initContainers">>;

/** Of a Deployment's pods, those that still end while a rolling update goes on. */
const draining = 2;

export function sum(requests: readonly Requests[]): Requests {
  return requests.reduce(
    (all, one) => ({
      cpu: all.cpu + one.cpu,
      memory: all.memory + one.memory,
      pods: all.pods + one.pods,
    }),
    { cpu: 0, memory: 0, pods: 0 },
  );
}

/** As the scheduler counts it: those that come first run one by one, before the others. */
export function ofPod({ containers, initContainers = [] }: Containers): Requests {
  const all = sum(containers.map(ofContainer));
  const first = initContainers.map(ofContainer);
  return {
    cpu: Math.max(all.cpu, ...first.map(({ cpu }) => cpu)),
    memory: Math.max(all.memory, ...first.map(({ memory }) => memory)),
    pods: 1,
  };
}

function ofContainer({ resources }: Pick<Container, "resources">): Requests {
  const { cpu, memory } = resources.requests;
  return { cpu: amount(cpu), memory: amount(memory ?? "0"), pods: 0 };
}

/** What a quota lets the pods of its namespace ask for. */
export function ofQuota(registered: readonly Registered[], namespace: string): Requests {
  const quota = only(registered, "ResourceQuota", namespace);
  const { hard } = quota as types.output.core.v1.ResourceQuotaSpec;
  return {
    cpu: amount(hard["requests.cpu"]),
    memory: amount(hard["requests.memory"]),
    pods: amount(hard.pods),
  };
}

/** What a namespace's pods ask for when a container of them says nothing. */
export function ofDefault(registered: readonly Registered[], namespace: string): Requests {
  const range = only(registered, "LimitRange", namespace);
  const { limits } = range as types.output.core.v1.LimitRangeSpec;
  const requests = limits.find(({ type }) => type === "Container")?.defaultRequest ?? {};
  return ofPod({ containers: [{ resources: { requests } } as Container] });
}

/**
 * What all workloads that a program registered in a namespace ask for at their most: each service at its
 * autoscaler's maximum and in a rolling update, each database, each Job and each CronJob's Job.
 */
export function atTheirMost(registered: readonly Registered[], namespace: string): Requests {
  const workloads = within(registered, namespace);
  return sum(
    workloads.flatMap((workload) => {
      const pod = podsOf([workload])[workload.name];
      return pod ? Array<Requests>(podsAtOnce(workload, workloads)).fill(ofPod(pod)) : [];
    }),
  );
}

function podsAtOnce({ inputs }: Registered, others: readonly Registered[]): number {
  const { kind, metadata, spec } = inputs as unknown as Workload;
  switch (kind) {
    case "StatefulSet":
      return spec.replicas ?? NaN;
    case "Deployment": {
      const autoscaler = others.find(
        (other) =>
          kindOf(other) === "HorizontalPodAutoscaler" &&
          (other.inputs as unknown as Autoscaler).spec.scaleTargetRef.name === metadata.name,
      );
      const { maxReplicas = spec.replicas ?? NaN } =
        (autoscaler?.inputs as unknown as Autoscaler | undefined)?.spec ?? {};
      return maxReplicas + (spec.strategy?.rollingUpdate.maxSurge ?? NaN) + draining;
    }
    default:
      return 1;
  }
}

function within(registered: readonly Registered[], namespace: string): Registered[] {
  return registered.filter(
    ({ inputs }) => (inputs as Partial<Workload>).metadata?.namespace === namespace,
  );
}

/** The spec of the one object of a kind. */
function only(registered: readonly Registered[], kind: string, namespace: string): unknown {
  const [one, ...more] = within(registered, namespace).filter((it) => kindOf(it) === kind);
  if (one === undefined || more.length > 0) throw new Error(`not one ${kind} in ${namespace}`);
  return one.inputs.spec;
}

function kindOf({ inputs }: Registered): unknown {
  return inputs.kind;
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly rollingUpdate: { readonly maxSurge: number } };
  };
}

interface Autoscaler {
  readonly spec: {
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly name: string };
  };
}
