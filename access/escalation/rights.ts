import type { Authorizer } from "../../rbac/authorizer";
import type { Identity } from "../../rbac/identity";
import { parseResource, resourceText } from "../../rbac/resource";

/** Any of the verbs, on any of the resources, such as `deployments.apps`. */
export interface Rights {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
}

export const write = ["create", "update", "patch"];
export const change = ["update", "patch"];

/** Groups of the API. */
export const admission = "admissionregistration.k8s.io";
export const rbac = "rbac.authorization.k8s.io";

export function any(verbs: readonly string[], ...resources: readonly string[]): Rights {
  return { verbs, resources };
}

/** A right that somebody holds, such as `get` of `secrets[database-owner]`. */
export interface Held {
  readonly verb: string;
  readonly resource: string;
}

/**
 * Those rights that somebody holds, one for each resource.
 *
 * @param namespace Empty for what is in none.
 * @param names Of the objects that count; the empty one is for all that there are.
 */
export function heldOf(
  authorizer: Authorizer,
  identity: Identity,
  { verbs, resources }: Rights,
  namespace: string,
  names: readonly string[],
): Held[] {
  return resources.flatMap((text) => {
    const resource = parseResource(text);
    const asked = verbs.flatMap((verb) => names.map((name) => ({ verb, name })));
    const held = asked.find(({ verb, name }) =>
      authorizer.allows(identity, { verb, resource: { ...resource, name }, namespace }),
    );
    return held
      ? [{ verb: held.verb, resource: resourceText({ ...resource, name: held.name }) }]
      : [];
  });
}
