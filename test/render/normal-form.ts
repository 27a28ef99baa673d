import * as pulumi from "@pulumi/pulumi";
import { hidden } from "../../render/manifests";

/** A Kubernetes object, rendered or as a stack's state has it. */
export type KubernetesObject = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly metadata: Metadata;
};

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A state as `pulumi stack export` prints it; secrets are encrypted in it. */
export interface StackState {
  readonly deployment: { readonly resources: readonly StateResource[] };
}

interface StateResource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Only read by the program. */
  readonly external?: boolean;
  /** Replaced, and not deleted yet. */
  readonly delete?: boolean;
}

/** What the program has on the cluster, in the normal form, in the order of `inOrder`. */
export function appliedObjects({ deployment: { resources } }: StackState): KubernetesObject[] {
  const images = resources.filter(({ type }) => type === "docker:index/image:Image");
  const tags = new Map(
    images.map(({ inputs, outputs }) => [outputs?.repoDigest, inputs?.imageName]),
  );
  return inOrder(
    resources
      .filter((it) => it.type.startsWith("kubernetes:") && !it.external && !it.delete)
      .map(({ inputs }) => normalForm(inputs as KubernetesObject, tags)),
  );
}

/**
 * The object without what only a run of Pulumi knows: digits of a made-up name, secrets, and an
 * image's digest in the place of its tag. An empty list is left out, as the provider does: for
 * Kubernetes it is the same as none.
 *
 * @param tags Name with its tag of each image, by digest reference.
 */
export function normalForm(
  object: KubernetesObject,
  tags: ReadonlyMap<unknown, unknown> = new Map(),
): KubernetesObject {
  const { metadata } = object;
  const isMadeUp = metadata.annotations?.["pulumi.com/autonamed"] === "true";
  const name = isMadeUp ? metadata.name.replace(/-[0-9a-f]{8}$/, "") : metadata.name;
  const { stringData, ...rest } = object;
  const data = object.kind === "Secret" ? { data: hidden } : {};
  return plain({ ...rest, ...data, metadata: { ...metadata, name } }, tags) as KubernetesObject;
}

export function inOrder(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const key = ({ kind, metadata: { namespace = "", name } }: KubernetesObject) =>
    [kind, namespace, name].join("/");
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function plain(value: unknown, tags: ReadonlyMap<unknown, unknown>): unknown {
  if (Array.isArray(value)) return value.map((element) => plain(element, tags));
  if (pulumi.runtime.isRpcSecret(value)) return hidden;
  if (!(value instanceof Object)) return tags.get(value) ?? value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => !(Array.isArray(inner) && inner.length === 0))
      .map(([field, inner]) => [field, plain(inner, tags)]),
  );
}
