import { cellsOf } from "../../access/cells";
import { anonymous, person, serviceAccount } from "../../rbac/identity";
import { loadMatrix } from "../../access/matrix";
import {
  breakGlassGroup,
  breakGlassUser,
  teamGroup,
  teamUser,
} from "../../components/access/identities";
import { outputs } from "../verify/traffic/outputs";

const stack = {
  services: [
    { service: "ledger", namespace: "payments", database: { service: "books" } },
    { service: "shop", namespace: "orders" },
  ],
  teams: [
    { team: "orders", namespace: "orders" },
    { team: "payments", namespace: "payments" },
  ],
};

const small = (changes = "") => `
subjects:
  member: { user: "team:payments:alice", groups: ["team:payments"] }
  robot: { serviceAccount: payments/robot }
  nobody: { anonymous: true }
places: ["{team}", default, cluster]
resources:
  namespaced: { pods: get list, deployments.apps/scale: patch }
  cluster: { nodes: get }
  paths: { /version: get }
rights:
  look: { pods: get }
  version: { /version: get }
allowed:
  - { who: [member], where: [payments], may: [look] }
  - { who: [nobody], where: [cluster], may: [version] }
${changes}`;

test("each subject is asked everything in every place; what is not allowed is not", () => {
  const matrix = loadMatrix(stack, small());
  const cells = cellsOf(matrix);
  expect(matrix.places).toEqual(["orders", "payments", "default", "cluster"]);
  const asked = 3 * matrix.places.length + 1 + 1;
  const wildcards = 3 + 1;
  expect(cells).toHaveLength(3 * asked + wildcards);
  expect(cells.filter(({ allowed }) => allowed).map(({ id }) => id)).toEqual([
    "member: get pods in payments",
    "nobody: get /version cluster-wide",
  ]);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
});

test("beside each yes stand the wildcards that would allow it", () => {
  const wild = cellsOf(loadMatrix(stack, small())).filter(({ id }) => id.includes("*"));
  expect(wild.map(({ id, allowed }) => [id, allowed])).toEqual([
    ["member: * pods in payments", false],
    ["member: get pods.* in payments", false],
    ["member: get * in payments", false],
    ["nobody: * /version cluster-wide", false],
  ]);
});

test("a cell knows whom and what to ask", () => {
  const cells = cellsOf(loadMatrix(stack, small()));
  const cell = (id: string) => cells.find((it) => it.id === id);
  expect(cell("member: patch deployments.apps/scale in payments")).toMatchObject({
    identity: person("team:payments:alice", ["team:payments"]),
    question: {
      verb: "patch",
      namespace: "payments",
      resource: { group: "apps", plural: "deployments", subresource: "scale", name: "" },
    },
  });
  expect(cell("robot: list pods cluster-wide")).toMatchObject({
    identity: serviceAccount("payments", "robot"),
    question: { namespace: "" },
  });
  expect(cell("nobody: get /version cluster-wide")).toMatchObject({
    identity: anonymous,
    question: { verb: "get", path: "/version" },
  });
});

test.each([
  [
    small("  - { who: [membr], where: [payments], may: [look] }"),
    'access/matrix.yaml: "membr" is not among subjects; expected one of member, robot, nobody',
  ],
  [
    small("  - { who: [member], where: [payments], may: [see] }"),
    'access/matrix.yaml: "see" is not among rights; expected one of look, version',
  ],
  [
    small("  - { who: [member], where: [payments], may: [version] }"),
    'access/matrix.yaml: version: "get /version in payments" is allowed but not asked; add it to resources',
  ],
  [
    small("  - { who: [member], where: [prod], may: [look] }"),
    'access/matrix.yaml: "prod" is not among places; expected one of orders, payments, default, cluster',
  ],
  [small("  - { who: [member], where: [payments], may: [] }"), /allowed\[2\]\.may/],
  [
    small().replace("robot:", "member {teem}:"),
    'access/matrix.yaml: "{teem}" stands for nothing; expected one of {team}, {service}, {database}',
  ],
  [
    small().replace("robot:", '"{team}":').replace("nobody:", "payments:"),
    'access/matrix.yaml: two of subjects are called "payments"',
  ],
  [
    small().replace("default, cluster", "cluster, cluster"),
    'access/matrix.yaml: two of places are called "cluster"',
  ],
  [small("denied: []"), /denied/],
  [small().replace("scale: patch", "scale: get;list"), /expected verbs with a blank between them/],
])("what means nothing is refused", (text, message) => {
  expect(() => loadMatrix(stack, text)).toThrow(message);
});

const patterns = (entry: string) => `
subjects:
  "{team} member": { user: "team:{team}:alice", groups: ["team:{team}"] }
  "{service}": { serviceAccount: "{team}/{service}" }
  "{database}": { serviceAccount: "{team}/{database}" }
  viewer: { user: eve, groups: [] }
places: ["{team}", cluster]
resources:
  namespaced: { pods: get, "secrets[{database}-owner]": get }
  cluster: {}
  paths: {}
rights:
  look: { pods: get }
  "password of {database}": { "secrets[{database}-owner]": get }
allowed:
  - ${entry}`;

/** Such as `shop: pods in orders`, by this one entry. */
function allowedBy(entry: string): string[] {
  const { allowed } = loadMatrix(stack, patterns(entry));
  return [...allowed].flatMap(([subject, rights]) =>
    rights.map(({ target, place }) => `${subject}: ${target} in ${place}`),
  );
}

test.each([
  [
    '{ who: ["{team} member"], where: ["{team}"], may: [look] }',
    ["orders member: pods in orders", "payments member: pods in payments"],
  ],
  [
    '{ who: [viewer], where: ["{team}"], may: [look] }',
    ["viewer: pods in orders", "viewer: pods in payments"],
  ],
  [
    '{ who: ["{service}"], where: ["{team}"], may: [look] }',
    ["ledger: pods in payments", "shop: pods in orders"],
  ],
  [
    '{ who: ["{database}"], where: [cluster], may: ["password of {database}"] }',
    ["books: secrets[books-owner] in cluster"],
  ],
  ["{ who: [viewer], where: [payments], may: [look] }", ["viewer: pods in payments"]],
])("%s counts for each that it names", (entry, allowed) => {
  expect(allowedBy(entry)).toEqual(allowed);
});

test("a service account is its service's in the namespace of its team", () => {
  const { subjects } = loadMatrix(
    stack,
    patterns("{ who: [viewer], where: [cluster], may: [look] }"),
  );
  expect(subjects.get("shop")).toEqual(serviceAccount("orders", "shop"));
  expect(subjects.get("ledger")).toEqual(serviceAccount("payments", "ledger"));
});

test("a service that is in no team's namespace is named", () => {
  const astray = { ...stack, teams: stack.teams.slice(1) };
  expect(() => loadMatrix(astray, small())).toThrow(
    "access/matrix.yaml: service shop is in orders, which is no team's namespace",
  );
});

describe("access/matrix.yaml", () => {
  const { subjects } = loadMatrix(outputs);

  test.each(["invoices", "payments"])(
    "knows the people of %s as the program names them",
    (team) => {
      expect(subjects.get(`${team} member`)).toEqual(
        person(teamUser(team, "alice"), [teamGroup(team)]),
      );
      expect(subjects.get(`${team} break-glass`)).toEqual(
        person(breakGlassUser(team, "alice"), [breakGlassGroup(team)]),
      );
    },
  );

  test("knows those without a namespace", () => {
    expect(subjects.get("viewer")?.groups).toContain(teamGroup("viewers"));
    expect(subjects.get("platform")?.groups).toContain(teamGroup("platform"));
  });
});
