import { kubectl } from "../kubectl";
import type { Changed } from "./changed";
import type { Named } from "./program";
import type { Stranger } from "./strangers";

// What a person does with kubectl.

export async function makeChange(object: Named, change: Changed): Promise<void> {
  const { patch, subresource, manager } = change;
  await kubectl([
    "patch",
    ...object.args,
    `--type=${Array.isArray(patch) ? "json" : isOfWorkload(patch) ? "strategic" : "merge"}`,
    `--patch=${JSON.stringify(patch)}`,
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    ...(manager === "own" ? [`--field-manager=${object.fieldManager}`] : []),
  ]);
}

/** Containers and variables are told apart by name only in a strategic merge. */
function isOfWorkload(patch: object): boolean {
  return JSON.stringify(patch).includes('"containers"');
}

export async function makeRemoval(object: Named): Promise<void> {
  await kubectl(["delete", ...object.args]);
}

/** Deletes an object and makes it again with other fields. */
export async function remake(object: Named, change: object): Promise<void> {
  const old = JSON.parse(await kubectl(["get", ...object.args, "--output=json"])) as Made;
  await kubectl(["delete", ...object.args]);
  const { name, namespace, labels, annotations } = old.metadata;
  const { spec } = change as { spec?: object };
  await kubectl(["create", "--filename=-"], {
    ...old,
    ...change,
    metadata: { name, namespace, labels, annotations },
    ...(spec && { spec: { ...old.spec, ...spec } }),
  });
}

interface Made {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: object;
}

export async function makeStranger(stranger: Stranger): Promise<void> {
  await kubectl(["create", "--filename=-"], stranger);
}

/** Deletes an object that stays, since a finalizer keeps it. */
export async function deleteKept(args: readonly string[]): Promise<void> {
  const patch = '--patch={"metadata":{"finalizers":["example.com/stay"]}}';
  await kubectl(["patch", ...args, "--type=merge", patch]);
  await kubectl(["delete", ...args, "--wait=false"]);
}

/** Takes the finalizer away, and so lets it go. */
export async function letGo(args: readonly string[]): Promise<void> {
  await kubectl(["patch", ...args, "--type=merge", '--patch={"metadata":{"finalizers":null}}']);
}

/** As kubectl takes it. */
export function argsOf({ kind, metadata: { name, namespace } }: Stranger): readonly string[] {
  return [kind, name, ...(namespace === undefined ? [] : [`--namespace=${namespace}`])];
}

export async function removeStranger(stranger: Stranger): Promise<void> {
  await kubectl(["delete", ...argsOf(stranger), "--ignore-not-found"]);
}

export function strangerText({ kind, metadata: { namespace, name } }: Stranger): string {
  return [kind, namespace, name].filter(Boolean).join("/");
}
