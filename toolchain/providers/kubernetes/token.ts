/** Group, version and kind as an object states them: the core group is the empty string. */
export interface ObjectType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `v1` for the core group, `apps/v1` for others. */
  readonly apiVersion: string;
}

export interface ObjectName {
  /** Empty for what belongs to no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * The object type behind a resource type such as `kubernetes:apps/v1:Deployment`.
 * @throws for Patch and List resources and Helm releases, which the official provider knows.
 */
export function objectType(resourceType: string): ObjectType {
  const match = /^kubernetes:([^/:]+)\/([^/:]+):(\w+)$/.exec(resourceType);
  const [, token = "", version = "", kind = ""] = match ?? [];
  if (!match || token === "helm.sh" || /.(Patch|List)$/.test(kind)) {
    throw new Error(
      `${resourceType}: not a kind that this provider manages; ` +
        "it knows single objects, such as kubernetes:apps/v1:Deployment",
    );
  }
  const group = token === "core" ? "" : token;
  return { group, version, kind, apiVersion: group === "" ? version : `${group}/${version}` };
}

/** The id in the state: `namespace/name`, or `name` alone. */
export function formatId({ namespace, name }: ObjectName): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

export function parseId(id: string): ObjectName {
  const [first = "", second, ...rest] = id.split("/");
  const parsed =
    second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
  if (parsed.name === "" || rest.length > 0) {
    throw new Error(`id "${id}": expected <namespace>/<name>, or <name> of a cluster-wide object`);
  }
  return parsed;
}
