import type { Registered } from "../components/recorder";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Role {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly rules: readonly Rule[];
}

export interface RoleBinding {
  readonly metadata: { readonly namespace: string };
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string }[];
}

/** All objects of a kind among what a program registered. */
export function objectsOf(registered: readonly Registered[], kind: string): unknown[] {
  return registered.filter(({ inputs }) => inputs.kind === kind).map(({ inputs }) => inputs);
}

/**
 * The verbs that the roles grant to a group.
 *
 * @param resource Such as `pods/log`, or `deployments.apps/scale` outside of the core group.
 */
export function grantedVerbs(
  roles: readonly Role[],
  bindings: readonly RoleBinding[],
  group: string,
  namespace: string,
  resource: string,
): string[] {
  const [, plural = "", apiGroup = "", subresource = ""] =
    /^([a-z]+)(?:\.([a-z0-9.]+))?(\/[a-z]+)?$/.exec(resource) ?? [];
  const granted = bindings
    .filter(
      ({ metadata, subjects }) =>
        metadata.namespace === namespace &&
        subjects.some((subject) => subject.kind === "Group" && subject.name === group),
    )
    .flatMap(({ roleRef }) =>
      roles.filter(
        ({ metadata }) =>
          metadata.namespace === namespace &&
          roleRef.kind === "Role" &&
          metadata.name === roleRef.name,
      ),
    )
    .flatMap(({ rules }) => rules)
    .filter(
      ({ apiGroups, resources }) =>
        apiGroups.includes(apiGroup) && resources.includes(plural + subresource),
    )
    .flatMap(({ verbs }) => verbs);
  return [...new Set(granted)];
}
