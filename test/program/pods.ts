import type { types } from "@pulumi/kubernetes";
import type { Registered } from "../components/recorder";

export type PodSpec = types.output.core.v1.PodSpec;
export type Container = types.output.core.v1.Container;

/** The spec of every pod that a program's resources run, by the resource's name. */
export function podsOf(registered: readonly Registered[]): Record<string, PodSpec> {
  const pods = registered.flatMap(({ name, inputs }) => {
    const { kind, spec } = inputs as { kind?: string; spec?: Template & CronJob };
    switch (kind) {
      case "Deployment":
      case "Job":
      case "StatefulSet":
        return [[name, spec?.template?.spec] as const];
      case "CronJob":
        return [[name, spec?.jobTemplate?.spec.template?.spec] as const];
      default:
        return [];
    }
  });
  return Object.fromEntries(pods.filter((pod): pod is [string, PodSpec] => pod[1] !== undefined));
}

/** All containers of a pod, those that come first among them. */
export function containersOf({ initContainers, containers }: Partial<PodSpec>): Container[] {
  return [...(initContainers ?? []), ...(containers ?? [])];
}

interface Template {
  readonly template?: { readonly spec: PodSpec };
}

interface CronJob {
  readonly jobTemplate?: { readonly spec: Template };
}
