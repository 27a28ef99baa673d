import { Authorizer } from "../../rbac/authorizer";
import { type Cell, cellsOf } from "../../access/cells";
import { loadMatrix, type Matrix } from "../../access/matrix";
import type { RbacObject, Rule } from "../../rbac/rbac-objects";
import { resourceText } from "../../rbac/resource";
import { parseStackOutputs } from "../../cluster/stack";
import { EXPECTED } from "../../verify/expected";
import { mutationsOf } from "./access-mutations";
import type { Registered } from "../components/recorder";
import { bootstrapRoles, rbacOf } from "./rbac";
import { runProgram, stackConfig } from "./run-program";

// `npm run verify -- --access` asks the cluster; here the same cells are computed from the objects
// that the program emits.
let matrix: Matrix;
// First those that most mutations change: what is allowed, and what only a wildcard would allow.
const isTelling = ({ allowed, verb, target }: Cell) => allowed || `${verb}${target}`.includes("*");
let cells: readonly Cell[];
jest.setTimeout(60_000);

/** The first cells whose answer is not the expected one. */
function faults(objects: readonly RbacObject[], most = Infinity): string[] {
  const authorizer = new Authorizer([...bootstrapRoles, ...objects]);
  const found = [];
  for (const { id, identity, question, allowed } of cells) {
    if (authorizer.allows(identity, question) !== allowed) {
      found.push(`${id}: ${allowed ? "refused" : "allowed"}`);
      if (found.length >= most) break;
    }
  }
  return found;
}

const { teams } = EXPECTED;
const othersThan = (team: string) => teams.filter((other) => other !== team);

/** Mutations that change no answer, by the reason. */
const survivors = {
  "who is added holds at least these rights there already": [
    ...teams.flatMap((team) => [
      `RoleBinding ${team}/team: and break-glass:${team}`,
      `RoleBinding ${team}/viewer: and break-glass:${team}`,
      `RoleBinding ${team}/viewer: and team:${team}`,
      `RoleBinding ${team}/viewer: and team:platform`,
      `RoleBinding ${team}/issuer-keys: and break-glass:${team}`,
      `RoleBinding ${team}/issuer-keys: and team:${team}`,
      `RoleBinding ${team}/issuer-keys: and team:platform`,
    ]),
  ],
  "the platform team looks at this in each namespace": teams.map(
    (team) => `RoleBinding issuer-keys/platform: in ${team} too`,
  ),
  "the copier of the keys and the viewers are bound to the same in each": teams.flatMap((team) =>
    othersThan(team).flatMap((other) => [
      `RoleBinding ${team}/issuer-keys: in ${other} too`,
      `RoleBinding ${team}/viewer: in ${other} too`,
    ]),
  ),
};

describe("what the program grants", () => {
  let objects: RbacObject[];
  let registered: readonly Registered[];

  beforeAll(async () => {
    const { result, registered: made } = await runProgram(stackConfig("dev"));
    registered = made;
    objects = rbacOf(registered);
    matrix = loadMatrix(parseStackOutputs(JSON.stringify(result)));
    cells = cellsOf(matrix).sort((a, b) => Number(isTelling(b)) - Number(isTelling(a)));
  });

  const metadata = (kind: string) =>
    registered
      .filter(({ inputs }) => inputs.kind === kind)
      .map(({ inputs }) => inputs.metadata as { name: string; namespace?: string });

  test("is what the matrix says, in every cell", () => {
    expect(cells.length).toBeGreaterThanOrEqual(500);
    expect(faults(objects)).toEqual([]);
  });

  test("is the same on EKS", async () => {
    expect(rbacOf((await runProgram(stackConfig("eks"))).registered)).toEqual(objects);
  });

  test("is asked in every namespace that there is", () => {
    const namespaces = metadata("Namespace").map(({ name }) => name);
    expect(namespaces.filter((name) => !matrix.places.includes(name))).toEqual([]);
  });

  test("is asked of every service account that there is", () => {
    const made = metadata("ServiceAccount").map((it) => `${it.namespace}:${it.name}`);
    const defaults = metadata("Namespace").map(({ name }) => `${name}:default`);
    const asked = [...matrix.subjects.values()].flatMap(({ user }) =>
      user.startsWith("system:serviceaccount:")
        ? [user.slice("system:serviceaccount:".length)]
        : [],
    );
    expect(asked.sort()).toEqual([...made, ...defaults].sort());
  });

  test("is only for whom the matrix has: no binding names anybody else", () => {
    const known = new Set(
      [...matrix.subjects.values()].flatMap(({ user, groups }) => [user, ...groups]),
    );
    const bound = objects.flatMap((object) => ("subjects" in object ? object.subjects : []));
    const names = bound.map((subject) =>
      subject.kind === "ServiceAccount"
        ? `system:serviceaccount:${subject.namespace}:${subject.name}`
        : subject.name,
    );
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test("is only what the matrix asks: no rule names anything else", () => {
    const asked = new Set(matrix.questions.map(({ verb, target }) => `${verb} ${target}`));
    const granted = objects
      .flatMap((object) => ("rules" in object ? object.rules : []))
      .flatMap(rightsOf);
    expect([...new Set(granted)].filter((right) => !asked.has(right))).toEqual([]);
  });

  test("is shown by some cell, whatever single part is removed or widened", () => {
    expect(faults(objects)).toEqual([]);
    const mutations = mutationsOf(objects);
    expect(mutations.length).toBeGreaterThan(200);
    const survived = mutations.filter((mutation) => faults(mutation.objects, 1).length === 0);
    expect(survived.map(({ name }) => name).sort()).toEqual(Object.values(survivors).flat().sort());
  });
});

/** What one rule grants, in the matrix's words: `get deployments.apps/scale`. */
function rightsOf({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string[] {
  const names = resourceNames.length === 0 ? [""] : resourceNames;
  const targets = apiGroups.flatMap((group) =>
    resources.flatMap((resource) => {
      const [plural = "", subresource = ""] = resource.split("/");
      return names.map((name) => resourceText({ group, plural, subresource, name }));
    }),
  );
  return verbs.flatMap((verb) => [...targets, ...nonResourceURLs].map((it) => `${verb} ${it}`));
}
