import { Authorizer } from "../../rbac/authorizer";
import { anonymous, person, serviceAccount } from "../../rbac/identity";
import type { Question } from "../../rbac/question";
import { parseRbacObjects } from "../../rbac/rbac-objects";
import { parseResource } from "../../rbac/resource";

const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
const paths = [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }];
const role = { kind: "Role", metadata: { namespace: "payments", name: "reader" }, rules };
const clusterRole = { kind: "ClusterRole", metadata: { name: "reader" }, rules };

const bind = (kind: "Role" | "ClusterRole", ...subjects: object[]) => ({
  kind: "RoleBinding",
  metadata: { namespace: "payments", name: "readers" },
  roleRef: { kind, name: "reader" },
  subjects,
});
const bindAll = (...subjects: object[]) => ({
  kind: "ClusterRoleBinding",
  metadata: { name: "readers" },
  roleRef: { kind: "ClusterRole", name: "reader" },
  subjects,
});
const user = (name: string) => ({ kind: "User", name });
const group = (name: string) => ({ kind: "Group", name });

const getPods = (namespace: string): Question => ({
  verb: "get",
  resource: parseResource("pods"),
  namespace,
});
const alice = person("alice", ["readers"]);
const robot = serviceAccount("payments", "robot");

function allows(objects: readonly unknown[], who = alice, question = getPods("payments")): boolean {
  return new Authorizer(parseRbacObjects(objects)).allows(who, question);
}

describe("who is meant", () => {
  const meant = (subject: object, who = alice) => allows([role, bind("Role", subject)], who);

  test.each([
    ["a user", user("alice"), true],
    ["another user", user("bob"), false],
    ["a group", group("readers"), true],
    ["a group by the name of the user", group("alice"), false],
    ["a user by the name of the group", user("readers"), false],
    ["all who are authenticated", group("system:authenticated"), true],
    ["all who are not", group("system:unauthenticated"), false],
  ])("%s", (_, subject, expected) => {
    expect(meant(subject)).toBe(expected);
  });

  test.each([
    [
      "by namespace and name",
      { kind: "ServiceAccount", namespace: "payments", name: "robot" },
      true,
    ],
    ["in the binding's namespace", { kind: "ServiceAccount", name: "robot" }, true],
    ["in another", { kind: "ServiceAccount", namespace: "invoices", name: "robot" }, false],
    ["by its user name", user("system:serviceaccount:payments:robot"), true],
    ["all of them", group("system:serviceaccounts"), true],
    ["all of its namespace", group("system:serviceaccounts:payments"), true],
    ["all of another", group("system:serviceaccounts:invoices"), false],
    ["all who are authenticated", group("system:authenticated"), true],
    ["a person by its name", user("robot"), false],
  ])("a service account, %s", (_, subject, expected) => {
    expect(meant(subject, robot)).toBe(expected);
  });

  test("nobody else is anonymous, and nobody anonymous is anybody", () => {
    expect(meant(user("system:anonymous"), anonymous)).toBe(true);
    expect(meant(group("system:unauthenticated"), anonymous)).toBe(true);
    expect(meant(group("system:authenticated"), anonymous)).toBe(false);
  });
});

describe("where it holds", () => {
  test("a RoleBinding: in its namespace only", () => {
    const objects = [role, clusterRole, bind("ClusterRole", user("alice"))];
    expect(allows(objects)).toBe(true);
    expect(allows(objects, alice, getPods("invoices"))).toBe(false);
    expect(allows(objects, alice, getPods(""))).toBe(false);
  });

  test("a ClusterRoleBinding: everywhere", () => {
    const objects = [clusterRole, bindAll(user("alice"))];
    expect(["payments", "invoices", ""].map((it) => allows(objects, alice, getPods(it)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("a Role of the same name in another namespace is not meant", () => {
    const elsewhere = { ...role, metadata: { namespace: "invoices", name: "reader" } };
    expect(allows([elsewhere, bind("Role", user("alice"))])).toBe(false);
  });

  test("a Role is no ClusterRole, and the other way round", () => {
    expect(allows([role, bind("ClusterRole", user("alice"))])).toBe(false);
    expect(allows([clusterRole, bind("Role", user("alice"))])).toBe(false);
  });

  test("a role that is not there grants nothing", () => {
    expect(allows([bind("Role", user("alice"))])).toBe(false);
  });

  test("paths are for the whole cluster to grant", () => {
    const question = { verb: "get", path: "/metrics" };
    const reader = { ...clusterRole, rules: paths };
    expect(allows([reader, bindAll(user("alice"))], alice, question)).toBe(true);
    expect(allows([reader, bind("ClusterRole", user("alice"))], alice, question)).toBe(false);
  });
});

describe("an aggregated ClusterRole", () => {
  const part = (name: string, labels: Record<string, string>, resource: string) => ({
    kind: "ClusterRole",
    metadata: { name, labels },
    rules: [{ apiGroups: [""], resources: [resource], verbs: ["get"] }],
  });
  const whole = (...clusterRoleSelectors: object[]) => ({
    kind: "ClusterRole",
    metadata: { name: "reader", labels: { to: "all" } },
    rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }],
    aggregationRule: { clusterRoleSelectors },
  });
  const readable = (...objects: object[]) => {
    const authorizer = new Authorizer(parseRbacObjects([...objects, bindAll(user("alice"))]));
    return ["pods", "services", "secrets"].filter((resource) =>
      authorizer.allows(alice, { ...getPods("payments"), resource: parseResource(resource) }),
    );
  };
  const parts = [part("a", { to: "reader" }, "pods"), part("b", { to: "other" }, "services")];

  test.each([
    ["a label", [{ matchLabels: { to: "reader" } }], ["pods"]],
    [
      "one of two selectors",
      [{ matchLabels: { to: "reader" } }, { matchLabels: { to: "other" } }],
      ["pods", "services"],
    ],
    [
      "In",
      [{ matchExpressions: [{ key: "to", operator: "In", values: ["other"] }] }],
      ["services"],
    ],
    [
      "NotIn",
      [{ matchExpressions: [{ key: "to", operator: "NotIn", values: ["other", "all"] }] }],
      ["pods"],
    ],
    ["Exists", [{ matchExpressions: [{ key: "to", operator: "Exists" }] }], ["pods", "services"]],
    ["DoesNotExist", [{ matchExpressions: [{ key: "to", operator: "DoesNotExist" }] }], []],
    [
      "both conditions",
      [{ matchLabels: { to: "reader" }, matchExpressions: [{ key: "x", operator: "Exists" }] }],
      [],
    ],
    ["no selector", [], []],
  ])(
    "takes the rules of those that match: %s; its own are overwritten",
    (_, selectors, expected) => {
      expect(readable(whole(...selectors), ...parts)).toEqual(expected);
    },
  );

  test("takes what another one has taken, and gets through a circle", () => {
    const middle = {
      ...whole({ matchLabels: { to: "reader" } }, { matchLabels: { to: "all" } }),
      metadata: { name: "middle", labels: { to: "middle" } },
    };
    expect(readable(whole({ matchLabels: { to: "middle" } }), middle, ...parts)).toEqual(["pods"]);
  });
});

test("says which binding it was", () => {
  const [first, ...others] = parseRbacObjects([bind("Role", group("readers")), role]);
  const authorizer = new Authorizer([...(first ? [first] : []), ...others]);
  const binding = authorizer.allowedBy(alice, getPods("payments"));
  expect(binding).toMatchObject({
    kind: "RoleBinding",
    metadata: { namespace: "payments", name: "readers" },
  });
  expect(authorizer.allowedBy(robot, getPods("payments"))).toBeUndefined();
});

test("what is no object of RBAC is refused", () => {
  expect(() => parseRbacObjects([{ kind: "Pod", metadata: { name: "a" } }])).toThrow(/kind/);
});

test("lists that the API server leaves out are empty", () => {
  expect(
    parseRbacObjects([
      { kind: "Role", metadata: { namespace: "payments", name: "a" }, rules: null },
      { ...bind("Role"), subjects: undefined },
    ]),
  ).toMatchObject([{ rules: [] }, { subjects: [] }]);
});
