import { z } from "zod";
import { CannotCheck } from "../cluster/cannot-check";
import { command } from "../cluster/command";
import { remedy } from "../cluster/kubeconfig";
import { type ClusterObject, textOf } from "./cluster-object";
import { unwrapped } from "./envelope";
import type { FieldPath } from "./field-path";
import { type Json, type JsonObject, valueAt } from "./json";

/** An object of the program, as it was applied last. */
export interface ProgramObject {
  readonly inputs: ClusterObject;
  /** Who it was applied by, as the API server knows it. */
  readonly fieldManager: string;
  /** Of the object that was made; empty if it is not known. */
  readonly uid: string;
  /** Where the inputs have secrets. */
  readonly secrets: readonly FieldPath[];
}

/** What the stack's last deployment put on the cluster. */
export interface State {
  /** Names of the kubectl contexts that it was put on. */
  readonly contexts: readonly string[];
  readonly objects: readonly ProgramObject[];
}

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  /** Only read by the program. */
  external: z.boolean().default(false),
  /** Replaced, and not deleted yet. */
  delete: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});

type Resource = z.infer<typeof resource>;

const exported = z.object({
  deployment: z
    .object({
      resources: z.array(resource).nullish(),
      pending_operations: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

const inputs = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({ name: z.string().min(1) }),
});

/** @throws CannotCheck if no stack is selected, or it was never deployed, or not to its end. */
export async function readState(signal: AbortSignal): Promise<State> {
  const args = ["stack", "export", "--show-secrets", "--non-interactive"];
  return parseState(await command("pulumi", args, remedy, signal));
}

/** @throws CannotCheck that names what is not as it should be, and never a value of the state. */
export function parseState(json: string): State {
  const parsed = exported.safeParse(JSON.parse(json));
  if (!parsed.success) throw unexpected(faultsOf(parsed.error));
  const { resources, pending_operations: pending } = parsed.data.deployment ?? {};
  if ((pending ?? []).length > 0) {
    throw new CannotCheck(
      "the stack is being deployed, or that was interrupted: what it should be is not known yet.\n" +
        "Wait for `pulumi up`, or run it again.",
    );
  }
  return stateOf(resources ?? []);
}

function stateOf(resources: readonly Resource[]): State {
  const objects = resources
    .filter((it) => it.custom && !it.external && !it.delete && it.type.startsWith("kubernetes:"))
    .map(programObject);
  if (objects.length === 0) {
    throw new CannotCheck(`the stack has no objects: it was never deployed.\n${remedy}`);
  }
  const contexts = resources
    .filter(({ type }) => type === "pulumi:providers:kubernetes")
    .map((provider) => String(provider.inputs.context));
  return { contexts: [...new Set(contexts)], objects };
}

function programObject(it: Resource): ProgramObject {
  const { value, secrets } = unwrapped(it.inputs as Json);
  const object = inputs.safeParse(value);
  const fieldManager = z.string().min(1).safeParse(it.outputs.__fieldManager);
  if (!object.success || !fieldManager.success) {
    const fault = object.error ? faultsOf(object.error) : "outputs.__fieldManager is missing";
    throw unexpected(`${it.urn}: ${fault}`);
  }
  const uid = textOf(valueAt(it.outputs as JsonObject, ["metadata", "uid"]));
  return { inputs: value as ClusterObject, fieldManager: fieldManager.data, uid, secrets };
}

function unexpected(fault: string): CannotCheck {
  return new CannotCheck(`the stack's state: ${fault}\n${remedy}`);
}

function faultsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
