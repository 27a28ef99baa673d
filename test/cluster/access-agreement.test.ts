import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { applies, Authorizer } from "../../rbac/authorizer";
import { loadMatrix } from "../../access/matrix";
import type { Binding, RbacObject } from "../../rbac/rbac-objects";
import { randomFrom } from "../../chaos/random";
import type { ApiClient } from "../../cluster/api-client";
import { connectToOurs } from "../../cluster/connection";
import { stackOutputs } from "../../cluster/stack";
import { keysCopier } from "../../components/issuer-keys/copier";
import { rbacObjects } from "../../verify/access/cluster-rbac";
import { inParallel } from "../../verify/access/in-parallel";
import { review } from "../../verify/access/reviews";
import { bootstrapRoles, controllerRoles } from "../program/rbac";
import { type Asked, randomQuestion, randomRbac } from "./access-agreement/random-rbac";
import { createAll, deleteAll } from "./access-agreement/scratch-objects";

jest.setTimeout(120_000);

const scratch = "access-agreement-test";
const questions = 2000;
/** How long the API server may take to see new objects, in ms. */
const settleTime = 20_000;

let administrator: ApiClient;

beforeAll(async () => {
  administrator = (await connectToOurs(new AbortController().signal)).client;
});

afterAll(() => {
  administrator.close();
});

describe("random roles and bindings", () => {
  const seed = Number(process.env.ACCESS_SEED ?? randomInt(2 ** 32 - 1));
  const random = randomFrom(seed);
  const rbac = randomRbac(random, scratch);
  const authorizer = new Authorizer([...bootstrapRoles, ...rbac.objects]);
  const asked = Array.from({ length: questions }, () => randomQuestion(random, rbac, scratch));
  const evaluated = ({ identity, question }: Asked) => authorizer.allows(identity, question);

  beforeAll(async () => {
    console.log(`ACCESS_SEED=${seed}`);
    await deleteAll(administrator, scratch, rbac.objects);
    await createAll(administrator, scratch, rbac.objects);
  });

  afterAll(() => deleteAll(administrator, scratch, rbac.objects));

  test("are questions of both answers", () => {
    const allowed = asked.filter(evaluated).length;
    expect(allowed).toBeGreaterThan(questions / 10);
    expect(allowed).toBeLessThan((questions * 9) / 10);
  });

  test("the evaluator and the API server agree", async () => {
    const deadline = Date.now() + settleTime;
    const disagreed = async (all: readonly Asked[]) => {
      const answers = await inParallel(all, 16, ({ identity, question }) =>
        review(administrator, identity, question),
      );
      return all.filter((one, i) => answers[i] !== evaluated(one));
    };
    let left = await disagreed(asked);
    while (left.length > 0 && Date.now() < deadline) {
      await sleep(500);
      left = await disagreed(left);
    }
    expect(left).toEqual([]);
  });
});

test("everybody's own rights are those of bootstrap-roles.yaml, in all places of the matrix", async () => {
  const { subjects, places } = loadMatrix(await stackOutputs(new AbortController().signal));
  const unbound = [...subjects]
    .filter(([name]) => name !== keysCopier)
    .map(([, identity]) => identity)
    .filter(({ groups }) => groups.every((group) => group.startsWith("system:")));
  expect(unbound.length).toBeGreaterThan(2);
  const objects = await rbacObjects(administrator);
  const bindings = objects
    .filter((object): object is Binding => "roleRef" in object)
    .filter(({ metadata }) => !("namespace" in metadata) || places.includes(metadata.namespace))
    .filter((binding) => unbound.some((identity) => applies(binding, identity)));
  const roles = new Set(bindings.map(({ roleRef }) => roleRef.name));
  const bound = objects.filter(
    ({ kind, metadata }) => kind === "ClusterRole" && roles.has(metadata.name),
  );
  expect([...bindings, ...bound].map(withoutLabels).sort(byName)).toEqual(
    [...bootstrapRoles].sort(byName),
  );
});

test("the account of kube-system through which all is reached is that of controller-roles.yaml", async () => {
  const names = new Set(controllerRoles.map(({ metadata }) => metadata.name));
  const found = (await rbacObjects(administrator)).filter(({ metadata }) =>
    names.has(metadata.name),
  );
  expect(found.map(withoutLabels).sort(byName)).toEqual([...controllerRoles].sort(byName));
});

function withoutLabels(object: RbacObject): unknown {
  const { labels: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const key = (object: unknown) => {
  const { kind, metadata } = object as RbacObject;
  return `${metadata.name} ${kind}`;
};

function byName(a: unknown, b: unknown): number {
  return key(a) < key(b) ? -1 : 1;
}
