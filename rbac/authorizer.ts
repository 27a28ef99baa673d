import { rulesOf } from "./aggregation";
import type { Identity } from "./identity";
import type { Question } from "./question";
import type { Binding, RbacObject, Rule } from "./rbac-objects";
import { ruleAllows } from "./rule";

/** The namespace of what holds in all of them, and outside of them. */
const everywhere = "";

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
  /** By whom they mean, as subjectKeys names it. */
  private readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** By role, as roleKey names it. */
  private readonly rules: ReadonlyMap<string, readonly Rule[]>;
  private readonly grants = new Map<Identity, ReadonlyMap<string, readonly Grant[]>>();

  constructor(objects: readonly RbacObject[]) {
    const ofKind = <Kind extends RbacObject["kind"]>(...kinds: readonly Kind[]) =>
      objects.filter((object): object is Extract<RbacObject, { kind: Kind }> =>
        (kinds as readonly string[]).includes(object.kind),
      );
    const clusterRoles = ofKind("ClusterRole");
    const bindings = ofKind("RoleBinding", "ClusterRoleBinding");
    this.bindings = grouped(
      bindings.flatMap((one) => subjectKeys(one).map((key) => [key, one] as const)),
    );
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
    const namespace = "path" in question ? everywhere : question.namespace;
    return this.grantsFor(identity, namespace).find(({ rule }) => ruleAllows(rule, question))
      ?.binding;
  }

  allows(identity: Identity, question: Question): boolean {
    return this.allowedBy(identity, question) !== undefined;
  }

  /** The namespaces in which somebody may do more than in all of them. */
  namespacesOf(identity: Identity): readonly string[] {
    return [...this.grantsOf(identity).keys()].filter((namespace) => namespace !== everywhere);
  }

  /** Of the objects that somebody's rules in a namespace mean by name. */
  namesIn(identity: Identity, namespace: string): readonly string[] {
    const grants = this.grantsFor(identity, namespace);
    return [...new Set(grants.flatMap(({ rule }) => rule.resourceNames))];
  }

  private grantsFor(identity: Identity, namespace: string): readonly Grant[] {
    const grants = this.grantsOf(identity);
    return grants.get(namespace) ?? grants.get(everywhere) ?? [];
  }

  /** By namespace, where there are others than everywhere. */
  private grantsOf(identity: Identity): ReadonlyMap<string, readonly Grant[]> {
    const known = this.grants.get(identity);
    if (known !== undefined) return known;
    const bindings = keysOf(identity).flatMap((key) => this.bindings.get(key) ?? []);
    const grants = grouped(
      [...new Set(bindings)].flatMap((binding) =>
        this.boundRules(binding).map((rule) => [namespaceOf(binding), { rule, binding }] as const),
      ),
    );
    const wide = grants.get(everywhere) ?? [];
    for (const [namespace, some] of grants) {
      if (namespace !== everywhere) grants.set(namespace, [...wide, ...some]);
    }
    this.grants.set(identity, grants);
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

/** Whether a binding means somebody, wherever it holds. */
export function applies(binding: Binding, identity: Identity): boolean {
  const keys = keysOf(identity);
  return subjectKeys(binding).some((key) => keys.includes(key));
}

function keysOf({ user, groups }: Identity): string[] {
  return [`User ${user}`, ...groups.map((group) => `Group ${group}`)];
}

/** A service account is a user; without a namespace that of the binding is meant. */
function subjectKeys(binding: Binding): string[] {
  return binding.subjects.map(({ kind, name, namespace = namespaceOf(binding) }) =>
    kind === "ServiceAccount"
      ? `User system:serviceaccount:${namespace}:${name}`
      : `${kind} ${name}`,
  );
}

function grouped<T>(entries: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

type Placed = Pick<Binding, "kind" | "metadata">;

function namespaceOf({ metadata }: Placed): string {
  return "namespace" in metadata ? metadata.namespace : everywhere;
}

/** Role names may hold no `/`, nor be empty; so no two keys are the same. */
function roleKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
