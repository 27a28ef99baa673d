import * as pulumi from "@pulumi/pulumi";
import { named, pushedReference } from "./provider-outputs";
import type { Inputs, Registered } from "./recorder";

/** A resource as a reviewer reads it. */
export interface Manifest {
  /** Folders of the components that it is part of, and the file's name, parted by "/". */
  readonly path: string;
  /** Whether Kubernetes would take it. */
  readonly isKubernetes: boolean;
  /** Without secrets, and the same in each run. */
  readonly content: Inputs;
}

/** Stands in the place of a secret. */
export const hidden = "(secret)";

/**
 * What the providers are asked to make, by path. Kubernetes objects are as kubectl takes them;
 * anything else is its type, its name and its inputs.
 */
export function manifestsOf(registered: readonly Registered[]): Manifest[] {
  const byKey = new Map(registered.map((one) => [one.key, one]));
  const tags = tagsOf(registered);
  return registered
    .filter(({ custom }) => custom)
    .map((one) => {
      const isKubernetes = one.type.startsWith("kubernetes:");
      const content = isKubernetes
        ? kubernetesObject(one)
        : { type: one.type, name: one.name, inputs: one.sent };
      return {
        path: [...foldersOf(one, byKey), fileName(one)].join("/"),
        isKubernetes,
        content: readable(content, tags) as Inputs,
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Components within one another often have one name: one folder then. */
function foldersOf(one: Registered, byKey: ReadonlyMap<string, Registered>): string[] {
  const parent = byKey.get(one.parent);
  if (parent === undefined) return [];
  const folders = foldersOf(parent, byKey);
  return folders.at(-1) === parent.name ? folders : [...folders, parent.name];
}

/** Such as `deployment-invoice-app.yaml`, or `aws-role-team-payments.yaml`. */
function fileName({ type, name }: Registered): string {
  const [provider = "", kind = ""] = [type.split(":")[0], type.split(":").at(-1)];
  const words = provider === "kubernetes" ? [kind, name] : [provider, kind, name];
  return `${words.join("-").toLowerCase()}.yaml`;
}

/** Of a Secret there are the keys alone. */
function kubernetesObject({ name, sent }: Registered): Inputs {
  const object: Inputs = { ...sent, metadata: named(sent.metadata, name) };
  if (sent.kind !== "Secret") return object;
  return Object.fromEntries(
    Object.entries(object).map(([field, value]) => [
      field,
      field === "data" || field === "stringData" ? hiddenValues(value) : value,
    ]),
  );
}

function hiddenValues(contents: unknown): Inputs {
  const values = pulumi.runtime.unwrapRpcSecret(contents) as Inputs;
  return Object.fromEntries(Object.keys(values).map((key) => [key, hidden]));
}

/** Without the secrets, and with an image's tag, which is its content, in the place of its digest. */
function readable(value: unknown, tags: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((element) => readable(element, tags));
  if (pulumi.runtime.isRpcSecret(value)) return hidden;
  if (!(value instanceof Object)) return tags.get(value) ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, readable(inner, tags)]),
  );
}

/** Name with its tag of each image that the program builds, by digest reference. */
function tagsOf(registered: readonly Registered[]): Map<unknown, string> {
  const images = registered
    .filter(({ type }) => type === "docker:index/image:Image")
    .map(({ inputs }) => String(inputs.imageName));
  return new Map(images.map((image) => [pushedReference(image), image]));
}
