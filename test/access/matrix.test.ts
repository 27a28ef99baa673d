import { cellsOf } from "../../access/cells";
import { anonymous, person, serviceAccount } from "../../access/identity";
import { loadMatrix } from "../../access/matrix";
import { places } from "../../access/matrix-schema";
import {
  breakGlassGroup,
  breakGlassUser,
  teamGroup,
  teamUser,
} from "../../components/access/identities";

const small = (changes = "") => `
subjects:
  member: { user: "team:payments:alice", groups: ["team:payments"] }
  robot: { serviceAccount: payments/robot }
  nobody: { anonymous: true }
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
  const cells = cellsOf(loadMatrix(small()));
  const asked = 3 * places.length + 1 + 1;
  const wildcards = 3 + 1;
  expect(cells).toHaveLength(3 * asked + wildcards);
  expect(cells.filter(({ allowed }) => allowed).map(({ id }) => id)).toEqual([
    "member: get pods in payments",
    "nobody: get /version cluster-wide",
  ]);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
});

test("beside each yes stand the wildcards that would allow it", () => {
  const wild = cellsOf(loadMatrix(small())).filter(({ id }) => id.includes("*"));
  expect(wild.map(({ id, allowed }) => [id, allowed])).toEqual([
    ["member: * pods in payments", false],
    ["member: get pods.* in payments", false],
    ["member: get * in payments", false],
    ["nobody: * /version cluster-wide", false],
  ]);
});

test("a cell knows whom and what to ask", () => {
  const cells = cellsOf(loadMatrix(small()));
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
    /Invalid option.*\n.*allowed\[2\]\.where\[0\]/,
  ],
  [small("  - { who: [member], where: [payments], may: [] }"), /allowed\[2\]\.may/],
  [small("denied: []"), /denied/],
  [small().replace("scale: patch", "scale: get;list"), /expected verbs with a blank between them/],
])("what means nothing is refused", (text, message) => {
  expect(() => loadMatrix(text)).toThrow(message);
});

describe("access/matrix.yaml", () => {
  const { subjects } = loadMatrix();

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
