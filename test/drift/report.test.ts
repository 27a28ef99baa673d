import { type Drift, driftOf, type Finding } from "../../drift/drift";
import { isRight, toJson, toText, verdictLine } from "../../drift/report";

const object = (kind: string, name: string) => ({ group: "", kind, namespace: "payments", name });
const by = { manager: "kubectl-edit", time: "2026-01-01T00:00:00Z" };
const changed: Finding = {
  kind: "changed",
  object: object("Role", "team"),
  fields: [{ field: "rules[1].verbs", found: ["delete", "get"], opensWall: true, by }],
  opensWall: true,
};
const removed: Finding = {
  kind: "removed",
  object: object("Deployment", "app"),
  fields: [],
  opensWall: false,
};
const remade: Finding = {
  kind: "remade",
  object: object("Service", "s"),
  reason: "field is immutable",
  fields: [{ field: "spec.clusterIP", expected: "10.0.0.1", found: "None", opensWall: true }],
  opensWall: true,
};
const stranger: Finding = {
  kind: "stranger",
  object: { ...object("ClusterRole", "x"), namespace: "" },
  reason: "not of the program",
  fields: [],
  opensWall: true,
  by,
};
const note = { object: object("ConfigMap", "own"), reason: "the team keeps ConfigMaps" };

test("an object's name commands no terminal", () => {
  const named = { ...stranger, object: { ...stranger.object, name: "x\u001b[8m" } };
  const text = toText(driftOf([named], [{ ...note, object: named.object }]));
  expect(text).not.toContain("\u001b");
});

test("the table", () => {
  expect(toText(driftOf([changed, removed, remade, stranger], [note]))).toBe(
    [
      "OBJECT                   FIELD               EXPECTED    FOUND        BY                                 WALL",
      "Role/payments/team       rules[1].verbs      -           delete, get  kubectl-edit 2026-01-01T00:00:00Z  OPENS",
      "Deployment/payments/app                      the object  -            -",
      "Service/payments/s       field is immutable  made anew                -                                  OPENS",
      "Service/payments/s       spec.clusterIP      10.0.0.1    None         -                                  OPENS",
      "ClusterRole/x            not of the program  -           the object   kubectl-edit 2026-01-01T00:00:00Z  OPENS",
      "",
      "Beside the program, and no drift:",
      "ConfigMap/payments/own: the team keeps ConfigMaps",
      "",
      "drift: 4 objects, 3 open a wall; 1 object beside the program",
    ].join("\n"),
  );
});

test.each<[Drift, string]>([
  [driftOf([], []), "drift: none"],
  [driftOf([], [note, note]), "drift: none; 2 objects beside the program"],
  [driftOf([removed], []), "drift: 1 object, 0 open a wall"],
  [driftOf([removed, changed], []), "drift: 2 objects, 1 opens a wall"],
])("the last line", (drift, line) => {
  expect(verdictLine(drift)).toBe(line);
  expect(toText(drift).split("\n").at(-1)).toBe(line);
});

test("JSON says all, and the same last line", () => {
  const drift = driftOf([removed], [note]);
  expect(JSON.parse(toJson(drift))).toEqual({
    right: false,
    verdict: "drift: 1 object, 0 open a wall; 1 object beside the program",
    findings: [removed],
    notes: [note],
    opensWall: false,
  });
  expect(isRight(drift)).toBe(false);
  expect(isRight(driftOf([], [note]))).toBe(true);
});

test("no value commands a terminal, and none is longer than a line", () => {
  const field = { field: "data", found: `\u001b[2J\n${"x".repeat(99)}`, opensWall: false };
  const text = toText(driftOf([{ ...changed, fields: [field] }], []));
  expect(text).toContain(` [2J ${"x".repeat(54)}…`);
  expect(text).not.toContain("\u001b");
});
