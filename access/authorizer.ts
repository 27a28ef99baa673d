import { rulesOf } from "./aggregation";
import type { Identity } from "./identity";
import type { Question } from "./question";
import type { Binding, RbacObject, Rule, Subject } from "./rbac-objects";
import { ruleAllows } from "./rule";

interface Grant {
  readonly rule: Rule;
  readonly binding: Binding;
}

/**
 * Answers as the API server's RBAC authorizer would with these objects, and no others: yes if any
 * rule of any binding says so. It knows nothing of other authorizers: that of the nodes, and the one
 * that lets `system:masters` do everything.
 */
export class Authorizer {
  private readonly bindings: readonly Binding[];
  /** By role, as roleKey names it. */
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  private readonly grants = new Map<Identity, Map<string, readonly Grant[]>>();

  constructor(objects: readonly RbacObject[]) {
    const ofKind = <Kind extends RbacObject["kind"]>(...kinds: readonly Kind[]) =>
      objects.filter((object): object is Extract<RbacObject, { kind: Kind }> =>
        (kinds as readonly string[]).includes(object.kind),
      );
    const clusterRoles = ofKind("ClusterRole");
    this.bindings = ofKind("RoleBinding", "ClusterRoleBinding");
    this.rules = new Map([
      ...ofKind("Role").map(
        ({ metadata, rules }) => [roleKey(metadata.namespace, metadata.name), rules] as const,
      ),
      ...clusterRoles.map(
        (role) => [roleKey("", role.metadata.name), rulesOf(role, clusterRoles)] as const,
      ),
    ]);
  }

  /** A binding that says yes; undefined if none does. */
  allowedBy(identity: Identity, question: Question): Binding | undefined {
    const namespace = "path" in question ? "" : question.namespace;
    return this.grantsOf(identity, namespace).find(({ rule }) => ruleAllows(rule, question))
      ?.binding;
  }

  allows(identity: Identity, question: Question): boolean {
    return this.allowedBy(identity, question) !== undefined;
  }

  private grantsOf(identity: Identity, namespace: string): readonly Grant[] {
    const known = this.grants.get(identity) ?? new Map<string, readonly Grant[]>();
    this.grants.set(identity, known);
    const grants =
      known.get(namespace) ??
      this.bindings
        .filter((binding) => appliesIn(binding, namespace) && applies(binding, identity))
        .flatMap((binding) => this.boundRules(binding).map((rule) => ({ rule, binding })));
    known.set(namespace, grants);
    return grants;
  }

  private boundRules({ roleRef, ...binding }: Binding): readonly Rule[] {
    // A Role is looked for where the binding is; a ClusterRoleBinding can name none.
    const isLocal = roleRef.kind === "Role";
    if (isLocal && binding.kind === "ClusterRoleBinding") return [];
    const namespace = isLocal ? namespaceOf(binding) : "";
    return this.rules.get(roleKey(namespace, roleRef.name)) ?? [];
  }
}

/** Such as `RoleBinding payments/team`. */
export function bindingText(binding: Binding): string {
  const namespace = namespaceOf(binding);
  return `${binding.kind} ${namespace && `${namespace}/`}${binding.metadata.name}`;
}

function appliesIn(binding: Binding, namespace: string): boolean {
  return binding.kind === "ClusterRoleBinding" || namespaceOf(binding) === namespace;
}

/** Whether a binding means somebody, wherever it holds. */
export function applies(binding: Binding, identity: Identity): boolean {
  return binding.subjects.some((subject) => means(subject, identity, namespaceOf(binding)));
}

/** A service account without a namespace is meant in that of the binding. */
function means({ kind, name, namespace }: Subject, identity: Identity, home: string): boolean {
  switch (kind) {
    case "User":
      return identity.user === name;
    case "Group":
      return identity.groups.includes(name);
    case "ServiceAccount":
      return identity.user === `system:serviceaccount:${namespace ?? home}:${name}`;
  }
}

type Placed = Pick<Binding, "kind" | "metadata">;

function namespaceOf({ metadata }: Placed): string {
  return "namespace" in metadata ? metadata.namespace : "";
}

/** Role names may hold no `/`, nor be empty; so no two keys are the same. */
function roleKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
