import { anonymous, type Identity, person, serviceAccount } from "../../../rbac/identity";
import type { Question } from "../../../rbac/question";
import {
  type Binding,
  parseRbacObjects,
  type RbacObject,
  type Rule,
} from "../../../rbac/rbac-objects";
import type { Random } from "../../../chaos/random";

// Words that are all valid for the API server, each with some that a wildcard covers.
const verbs = ["get", "list", "create", "delete", "*"];
const groups = ["", "apps", "batch", "*"];
const resources = [
  "pods",
  "pods/log",
  "deployments",
  "deployments/scale",
  "jobs",
  "*",
  "*/scale",
  "*/log",
];
const names = ["a", "b"];
const paths = ["/metrics", "/agreement/*", "/agreement/a", "/agree*", "*"];
const askedPaths = ["/metrics", "/agreement", "/agreement/a", "/agreement/b/c", "/version"];
const label = "access-agreement";

export interface RandomRbac {
  readonly objects: readonly RbacObject[];
  readonly identities: readonly Identity[];
}

/**
 * Random roles and bindings. What holds in the whole cluster is bound to users and groups of their
 * own only, whom nobody is; the rest holds in the scratch namespace.
 */
export function randomRbac(random: Random, scratch: string): RandomRbac {
  const some = <T>(items: readonly T[], most = 2): T[] =>
    random.shuffled(items).slice(0, random.between(1, most));
  const one = <T>(items: readonly [T, ...T[]] | readonly T[]): T => some(items, 1)[0] as T;
  const chance = (fraction: number) => random.fraction() < fraction;
  const numbered = <T>(count: number, make: (name: string) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(`${label}-${i}`));

  const rule = (): object => ({
    verbs: some(verbs),
    apiGroups: some(groups),
    resources: some(resources, 3),
    ...(chance(0.3) && { resourceNames: some(names, 1) }),
  });
  const pathRule = (): object => ({ verbs: some(verbs), nonResourceURLs: some(paths) });
  const ruleList = () => Array.from({ length: random.between(0, 3) }, rule);

  const users = numbered(5, (name) => ({ kind: "User", name }));
  const groupSubjects = numbered(4, (name) => ({ kind: "Group", name }));
  const accounts = numbered(3, (name) => ({ kind: "ServiceAccount", name, namespace: scratch }));
  const own = [...users, ...groupSubjects, ...accounts];
  const local = [
    ...own,
    { kind: "Group", name: `system:serviceaccounts:${scratch}` },
    { kind: "Group", name: "system:authenticated" },
  ];

  const roles = numbered(10, (name) => ({
    kind: "Role",
    metadata: { name, namespace: scratch },
    rules: ruleList(),
  }));
  const clusterRoles = numbered(10, (name) => ({
    kind: "ClusterRole",
    metadata: { name, labels: { [label]: one(["x", "y", "z"]) } },
    rules: chance(0.4) ? [...ruleList(), pathRule()] : ruleList(),
  }));
  const aggregated = [
    { name: `${label}-x`, selectors: [{ matchLabels: { [label]: "x" } }] },
    {
      name: `${label}-xy`,
      selectors: [{ matchLabels: { [label]: "x" } }, { matchLabels: { [label]: "y" } }],
    },
    {
      name: `${label}-z`,
      selectors: [{ matchExpressions: [{ key: label, operator: "In", values: ["z"] }] }],
    },
  ].map(({ name, selectors }) => ({
    kind: "ClusterRole",
    metadata: { name },
    rules: [],
    aggregationRule: { clusterRoleSelectors: selectors },
  }));
  const wide = [...clusterRoles, ...aggregated];
  const refTo = ({ kind, metadata }: { kind: string; metadata: { name: string } }) => ({
    apiGroup: "rbac.authorization.k8s.io",
    kind,
    name: metadata.name,
  });
  const bindings = numbered(14, (name) => ({
    kind: "RoleBinding",
    metadata: { name, namespace: scratch },
    roleRef: refTo(one([...roles, ...wide])),
    subjects: some(local, 3),
  }));
  const clusterBindings = numbered(8, (name) => ({
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: refTo(one(wide)),
    subjects: some(own),
  }));
  const identities = [
    ...users.map(({ name }) =>
      person(name, chance(0.5) ? some(groupSubjects).map((group) => group.name) : []),
    ),
    ...accounts.map(({ name }) => serviceAccount(scratch, name)),
    serviceAccount("default", `${label}-0`),
    anonymous,
  ];
  return {
    objects: parseRbacObjects([...roles, ...wide, ...bindings, ...clusterBindings]),
    identities,
  };
}

export interface Asked {
  readonly identity: Identity;
  readonly question: Question;
}

/** A random question: half of them are made after a rule, or hardly any would be a yes. */
export function randomQuestion(
  random: Random,
  { objects, identities }: RandomRbac,
  scratch: string,
): Asked {
  const one = <T>(items: readonly T[]): T => items[random.between(0, items.length - 1)] as T;
  const concrete = (words: readonly string[], all: readonly string[]) => {
    const word = one(words.length === 0 ? all : words);
    return word === "*" && random.fraction() < 0.8 ? one(all) : word;
  };
  const identity = one(identities);
  const bound = objects.filter((it): it is Binding => "roleRef" in it);
  const roleNames = new Set(
    bound
      .filter(({ subjects }) =>
        subjects.some(({ name }) =>
          [...identity.groups, identity.user, identity.user.replace(/.*:/, "")].includes(name),
        ),
      )
      .map(({ roleRef }) => `${roleRef.kind} ${roleRef.name}`),
  );
  const rules = objects.flatMap((it) =>
    "rules" in it && roleNames.has(`${it.kind} ${it.metadata.name}`) ? it.rules : [],
  );
  const model: Partial<Rule> = rules.length > 0 && random.fraction() < 0.7 ? one(rules) : {};
  const verb = concrete(model.verbs ?? [], verbs);
  if ((model.nonResourceURLs ?? []).length > 0 || random.fraction() < 0.1) {
    return { identity, question: { verb, path: one(askedPaths) } };
  }
  const [plural = "", subresource = ""] = concrete(model.resources ?? [], resources).split("/");
  return {
    identity,
    question: {
      verb,
      namespace: one([scratch, scratch, scratch, "default", ""]),
      resource: {
        group: concrete(model.apiGroups ?? [], groups),
        plural,
        subresource,
        name: random.fraction() < 0.5 ? one(names) : "",
      },
    },
  };
}
