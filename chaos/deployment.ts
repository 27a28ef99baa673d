import { setTimeout as sleep } from "node:timers/promises";
import { fieldManager, getJson, kubectl } from "./kubectl";
import { CommandFailed } from "./process";
import type { Named } from "./places";

/** An entry of `metadata.managedFields`: who set which fields. */
export interface FieldsEntry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly subresource?: string;
  readonly fieldsV1?: object;
}

/** The parts of a Deployment that chaos changes or reads. */
export interface Deployment {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion: string;
    readonly managedFields?: readonly FieldsEntry[];
  };
  readonly spec: {
    readonly template: {
      readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
}

interface Container {
  readonly name: string;
  readonly image: string;
}

/** Where `kubectl rollout restart` leaves its time. */
const restartedAt = "kubectl.kubernetes.io/restartedAt";

/** How long a rollout may take. */
const rolloutTimeout = "300s";

export function getDeployment({ namespace, name }: Named): Promise<Deployment> {
  return getJson<Deployment>(["deployment", name, "--namespace", namespace]);
}

/** Has every pod replaced by a new one. `undo` takes the trace of it away again. */
export async function restart({ namespace, name }: Named): Promise<void> {
  const args = ["rollout", "restart", `deployment/${name}`, "--namespace", namespace];
  await kubectl([...args, "--field-manager", fieldManager]);
}

/** Has the container of the Deployment's own name run another image. `undo` takes it back. */
export async function setImage({ namespace, name }: Named, image: string): Promise<void> {
  const args = ["set", "image", `deployment/${name}`, `${name}=${image}`];
  await kubectl([...args, "--namespace", namespace, "--field-manager", fieldManager]);
}

/** Waits until every pod is of the newest kind and ready; fails at once past a rollout's deadline. */
export async function rolledOut({ namespace, name }: Named, kind = "deployment"): Promise<void> {
  const args = ["rollout", "status", `${kind}/${name}`, "--namespace", namespace];
  await kubectl([...args, "--timeout", rolloutTimeout]);
}

/** Waits until all its pods are ready, also where a rollout is past its deadline. */
export async function available({ namespace, name }: Named): Promise<void> {
  const args = ["wait", `deployment/${name}`, "--for=condition=Available"];
  await kubectl([...args, "--namespace", namespace, "--timeout", rolloutTimeout]);
}

/**
 * Takes back what chaos changed, and hands the fields to whom they belonged: the stack then sees no
 * change, now or when it applies next. A Deployment that chaos did not touch stays as it is.
 *
 * @param before The Deployment before chaos.
 */
export async function undo(before: Deployment): Promise<void> {
  const named = { namespace: before.metadata.namespace, name: before.metadata.name };
  const patch = undoPatch(before, await getDeployment(named));
  if (patch !== undefined) {
    await patchDeployment(named, "strategic", patch);
  }
  await returnFields(named, before);
}

/** The patch that takes back what chaos set and nobody else has set since; undefined for nothing. */
export function undoPatch(before: Deployment, now: Deployment): object | undefined {
  const owned = JSON.stringify((now.metadata.managedFields ?? []).filter(isChaos));
  const { template } = before.spec;
  const annotation = template.metadata?.annotations?.[restartedAt] ?? null;
  const patch = {
    ...(owned.includes(restartedAt) && {
      metadata: { annotations: { [restartedAt]: annotation } },
    }),
    ...(owned.includes('"f:image"') && {
      spec: { containers: template.spec.containers.map(({ name, image }) => ({ name, image })) },
    }),
  };
  return Object.keys(patch).length === 0 ? undefined : { spec: { template: patch } };
}

/** `now` without chaos, and with each Apply entry of `before` as it was. */
export function returnedFields(
  before: readonly FieldsEntry[],
  now: readonly FieldsEntry[],
): FieldsEntry[] {
  const applied = before.filter(({ operation }) => operation === "Apply");
  const same = (a: FieldsEntry, b: FieldsEntry): boolean =>
    a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource;
  const others = now.filter((entry) => !isChaos(entry) && !applied.some((it) => same(it, entry)));
  return [...applied, ...others];
}

function isChaos({ manager }: FieldsEntry): boolean {
  return manager === fieldManager;
}

async function returnFields(named: Named, before: Deployment): Promise<void> {
  for (let tries = 1; ; tries++) {
    const now = await getDeployment(named);
    const fields = now.metadata.managedFields ?? [];
    if (!fields.some(isChaos)) {
      return;
    }
    const managedFields = returnedFields(before.metadata.managedFields ?? [], fields);
    const { resourceVersion } = now.metadata;
    try {
      await patchDeployment(named, "merge", { metadata: { resourceVersion, managedFields } });
      return;
    } catch (error) {
      // The status is written all the time while pods come and go, and then the version is old.
      if (!(error instanceof CommandFailed) || tries === 10) {
        throw error;
      }
      await sleep(500);
    }
  }
}

async function patchDeployment(
  { namespace, name }: Named,
  type: "strategic" | "merge",
  patch: object,
): Promise<void> {
  const args = ["patch", "deployment", name, "--namespace", namespace, "--type", type];
  await kubectl([...args, "--field-manager", fieldManager, "--patch", JSON.stringify(patch)]);
}
