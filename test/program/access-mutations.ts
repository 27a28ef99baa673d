import type { Binding, RbacObject, Rule } from "../../rbac/rbac-objects";
import { EXPECTED } from "../../verify/expected";

/** The program's objects with one change. */
export interface Mutation {
  /** Such as `Role payments/team: "deployments.apps: create": without verb create`. */
  readonly name: string;
  readonly objects: readonly RbacObject[];
}

type Role = Exclude<RbacObject, Binding>;
/** What comes in the place of an object, and how that is called. */
type Change = readonly [name: string, ...RbacObject[]];

const namespaces = [...EXPECTED.teams, "default", "kube-system", "issuer-keys"];
const outsiders = ["system:authenticated", "system:unauthenticated", "system:serviceaccounts"];
/** Lists of a rule that grant more with a `*`, and nothing at all when they are empty. */
const granting = ["verbs", "apiGroups", "resources", "nonResourceURLs"] as const;

/** Every single change: each part of each object removed, and widened. */
export function mutationsOf(objects: readonly RbacObject[]): Mutation[] {
  return objects.flatMap((object) =>
    changesOf(object, objects).map(([name, ...changed]) => ({
      name: `${object.kind} ${placeOf(object)}${object.metadata.name}: ${name}`,
      objects: [...objects.filter((other) => other !== object), ...changed],
    })),
  );
}

function changesOf(object: RbacObject, all: readonly RbacObject[]): Change[] {
  const moved = namespaces
    .filter(
      (namespace) => "namespace" in object.metadata && object.metadata.namespace !== namespace,
    )
    .map((namespace): Change => [`in ${namespace}`, inNamespace(object, namespace)]);
  return [
    ["removed"],
    ...moved,
    ...("roleRef" in object ? ofBinding(object, all) : ofRole(object)),
  ];
}

function ofRole(role: Role): Change[] {
  return role.rules.flatMap((rule, i) => {
    const withRule = (...changed: readonly Rule[]): Role => ({
      ...role,
      rules: role.rules.toSpliced(i, 1, ...changed),
    });
    return [
      ["removed", withRule()] as const,
      ...ofRule(rule).map(([name, changed]) => [name, withRule(changed)] as const),
    ].map(([name, changed]): Change => [`"${ruleText(rule)}": ${name}`, changed]);
  });
}

function ofRule(rule: Rule): (readonly [string, Rule])[] {
  const lists = granting.flatMap((list) => [
    ...rule[list].map(
      (text) => [`without ${text || '""'}`, { ...rule, [list]: others(rule[list], text) }] as const,
    ),
    ...rule[list].map((text) => [`* for ${text || '""'}`, widened(rule, list, text)] as const),
  ]);
  const subresources = rule.resources
    .filter((resource) => resource.includes("/"))
    .map((resource) => {
      const everywhere = resource.replace(/^.*\//, "*/");
      const resources = [...others(rule.resources, resource), everywhere];
      return [`${everywhere} for ${resource}`, { ...rule, resources }] as const;
    });
  const names: (readonly [string, Rule])[] =
    rule.resourceNames.length === 0
      ? []
      : [
          ["for every name", { ...rule, resourceNames: [] }],
          ...rule.resourceNames.map((name): readonly [string, Rule] => [
            `for "another" in the place of ${name}`,
            { ...rule, resourceNames: [...others(rule.resourceNames, name), "another"] },
          ]),
        ];
  return [...lists, ...subresources, ...names];
}

function ofBinding(binding: Binding, all: readonly RbacObject[]): Change[] {
  const bound = all.flatMap((object) => ("subjects" in object ? object.subjects : []));
  const outside = outsiders.map((name) => ({ kind: "Group" as const, name }));
  const everybody = new Map([...bound, ...outside].map((subject) => [subject.name, subject]));
  const subjects = binding.subjects.flatMap((subject): Change[] => [
    [`without ${subject.name}`, { ...binding, subjects: others(binding.subjects, subject) }],
    ...[...everybody.values()]
      .filter(({ name }) => binding.subjects.every((other) => other.name !== name))
      .map((added): Change => [
        `and ${added.name}`,
        { ...binding, subjects: [...binding.subjects, added] },
      ]),
  ]);
  return [...subjects, ...ofRoleRef(binding, all), ...ofScope(binding, all)];
}

/** Another role in the place of the bound one. */
function ofRoleRef(binding: Binding, all: readonly RbacObject[]): Change[] {
  const admin: RbacObject = {
    kind: "ClusterRole",
    metadata: { name: "everything" },
    rules: [
      { verbs: ["*"], apiGroups: ["*"], resources: ["*"], resourceNames: [], nonResourceURLs: [] },
    ],
  };
  const bound = (kind: Role["kind"], name: string): Binding => ({
    ...binding,
    roleRef: { kind, name },
  });
  const siblings = all
    .filter((object): object is Role => !("roleRef" in object))
    .filter((role) => placeOf(role) === placeOf(binding) || role.kind === "ClusterRole")
    .filter(({ metadata }) => metadata.name !== binding.roleRef.name);
  return [
    ["to everything", bound("ClusterRole", "everything"), admin],
    ["to no role", bound(binding.roleRef.kind, "nothing")],
    ...siblings.map(({ kind, metadata }): Change => [
      `to ${kind} ${metadata.name}`,
      bound(kind, metadata.name),
    ]),
  ];
}

/** The same role bound in the whole cluster, or in one namespace only. */
function ofScope(binding: Binding, all: readonly RbacObject[]): Change[] {
  const role = all.find(
    (object): object is Role =>
      object.kind === binding.roleRef.kind &&
      object.metadata.name === binding.roleRef.name &&
      (object.kind === "ClusterRole" || placeOf(object) === placeOf(binding)),
  );
  if (role === undefined) return [];
  const { subjects } = binding;
  const { rules } = role;
  const name = "another";
  const roleRef = { kind: "ClusterRole" as const, name };
  const clusterRole: RbacObject = { kind: "ClusterRole", metadata: { name }, rules };
  const inAll: Binding = { kind: "ClusterRoleBinding", metadata: { name }, roleRef, subjects };
  const inOne = (namespace: string): Binding => ({
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef,
    subjects,
  });
  const elsewhere = namespaces.filter((namespace) => `${namespace}/` !== placeOf(binding));
  return binding.kind === "ClusterRoleBinding"
    ? elsewhere.map((namespace) => [`in ${namespace} only`, inOne(namespace), clusterRole])
    : [
        ["in the whole cluster", binding, inAll, clusterRole],
        ...elsewhere.map((namespace): Change => [
          `in ${namespace} too`,
          binding,
          inOne(namespace),
          clusterRole,
        ]),
      ];
}

function widened(rule: Rule, list: (typeof granting)[number], text: string): Rule {
  return { ...rule, [list]: [...others(rule[list], text), "*"] };
}

function others<T>(list: readonly T[], one: T): T[] {
  return list.filter((other) => other !== one);
}

function inNamespace(object: RbacObject, namespace: string): RbacObject {
  return { ...object, metadata: { ...object.metadata, namespace } } as RbacObject;
}

/** Such as `payments/`; empty for an object of the whole cluster. */
function placeOf({ metadata }: RbacObject): string {
  return "namespace" in metadata ? `${metadata.namespace}/` : "";
}

function ruleText({ verbs, apiGroups, resources, nonResourceURLs }: Rule): string {
  const group = apiGroups.join(" ");
  const what = [...resources, ...nonResourceURLs].join(" ");
  return `${group && `${group}: `}${what}: ${verbs.join(" ")}`;
}
