import type { StackOutputs, WorkloadOutputs } from "../cluster/stack";
import { nodeNames } from "./nodes";

/** Names of a thing in its namespace. */
export interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** A Deployment. */
export interface Service extends Workload {
  readonly kind: "service";
}

/** A StatefulSet of one pod. */
export interface Database extends Workload {
  readonly kind: "database";
}

interface Workload extends Named {
  /** Label selector of the pods. */
  readonly podSelector: string;
}

export type Target = Service | Database;

/** All that runs for the teams, and so is to be broken. */
export interface Targets {
  readonly services: readonly Service[];
  readonly databases: readonly Database[];
}

/** Where everything is that chaos breaks. */
export interface Places extends Targets {
  /** Those of the teams, also of one that runs nothing. */
  readonly namespaces: readonly string[];
  /** Nodes beside that of the API server, without which nothing could be broken or read. */
  readonly workers: readonly string[];
}

export async function readPlaces(stack: StackOutputs): Promise<Places> {
  return placesOf(stack, await nodeNames("!node-role.kubernetes.io/control-plane"));
}

export function placesOf({ services, teams }: StackOutputs, workers: readonly string[]): Places {
  return {
    services: services.map((one) => ({ kind: "service", ...workloadOf(one) })),
    databases: services.flatMap(({ database }): Database[] =>
      database === undefined ? [] : [{ kind: "database", ...workloadOf(database) }],
    ),
    namespaces: teams.map(({ namespace }) => namespace),
    workers,
  };
}

function workloadOf({ namespace, service, podLabels }: WorkloadOutputs): Workload {
  return { namespace, name: service, podSelector: selectorOf(podLabels) };
}

/** As kubectl takes it. */
export function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
