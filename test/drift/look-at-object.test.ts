import type { ApiAnswer, ApiRequest } from "../../cluster/api-client";
import type { ClusterObject } from "../../drift/cluster-object";
import { lookAtObject } from "../../drift/look-at-object";
import { Inventory } from "../../drift/inventory";
import { clusterWide, object, programOf } from "./objects";

const inputs = object("ConfigMap", "c", { data: { a: "1" } });
const program = programOf(inputs);
const ours = { inputs, fieldManager: "pulumi", uid: "", secrets: [] };
const live: ClusterObject = {
  ...inputs,
  metadata: { ...inputs.metadata, resourceVersion: "7", managedFields: [] },
};
const kinds = [{ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true }];
const path = "/api/v1/namespaces/payments/configmaps/c";

/** A cluster that gives these answers, one after the other, and takes down what it was asked. */
function cluster(...answers: readonly ApiAnswer[]) {
  const asked: ApiRequest[] = [];
  const left = [...answers];
  const client = {
    ask: (request: ApiRequest) => {
      asked.push(request);
      return Promise.resolve(left.shift() ?? { status: 500, body: {} });
    },
  };
  return { asked, client };
}

const look = (client: ReturnType<typeof cluster>["client"], ...found: readonly ClusterObject[]) =>
  lookAtObject(ours, { client, program, inventory: new Inventory(kinds, found) });

test("the object is put as a dry run, exactly as the program says, in the place of the live one", async () => {
  const { asked, client } = cluster({ status: 200, body: live });
  expect(await look(client, live)).toBeUndefined();
  expect(asked).toEqual([
    {
      method: "PUT",
      path: `${path}?dryRun=All&fieldManager=drift`,
      body: { ...inputs, metadata: { ...inputs.metadata, resourceVersion: "7" } },
    },
  ]);
});

test("what is there and would not be is drift", async () => {
  const changed = { ...live, data: { a: "1", b: "2" } };
  const { client } = cluster({ status: 200, body: live });
  expect(await look(client, changed)).toEqual({
    kind: "changed",
    object: { kind: "ConfigMap", group: "", namespace: "payments", name: "c" },
    fields: [{ field: "data.b", found: "2", opensWall: true }],
    opensWall: true,
  });
});

test("one that is being deleted is drift", async () => {
  const leaving = { ...live, metadata: { ...live.metadata, deletionTimestamp: "now" } };
  const { client } = cluster({ status: 200, body: leaving });
  expect((await look(client, leaving))?.fields).toEqual([
    { field: "metadata.deletionTimestamp", found: "now", opensWall: true },
  ]);
});

test("one that is being deleted and kept by a finalizer is drift, and so is the finalizer", async () => {
  const deletionTimestamp = new Date().toISOString();
  const would = { ...live, metadata: { ...live.metadata, deletionTimestamp } };
  const kept = { ...would, metadata: { ...would.metadata, finalizers: ["platform.test/x"] } };
  const { client } = cluster({ status: 200, body: would });
  expect(await look(client, kept)).toMatchObject({
    kind: "changed",
    fields: [
      { field: "metadata.deletionTimestamp", opensWall: true },
      { field: "metadata.finalizers", found: ["platform.test/x"], opensWall: true },
    ],
    opensWall: true,
  });
});

test("one that is not there was removed", async () => {
  const { client } = cluster({ status: 404, body: {} });
  expect(await look(client)).toMatchObject({ kind: "removed", opensWall: false });
});

test("one that changed in between is asked for again", async () => {
  const newer = { ...live, metadata: { ...live.metadata, resourceVersion: "8" } };
  const { asked, client } = cluster(
    { status: 409, body: {} },
    { status: 200, body: newer },
    { status: 200, body: newer },
  );
  expect(await look(client, live)).toBeUndefined();
  expect(asked.map(({ method }) => method)).toEqual(["PUT", "GET", "PUT"]);
  expect(asked[2]?.body).toMatchObject({ metadata: { resourceVersion: "8" } });
});

test("one that cannot be changed back was made otherwise; the values of the refusal are not shown", async () => {
  const { client } = cluster({
    status: 422,
    body: {
      message: 'data: Invalid value: "secret"',
      details: { causes: [{ field: "data", reason: "FieldValueForbidden" }] },
    },
  });
  expect(await look(client, { ...live, data: { a: "2" } })).toEqual({
    kind: "remade",
    object: { kind: "ConfigMap", group: "", namespace: "payments", name: "c" },
    reason: "data: FieldValueForbidden",
    fields: [{ field: "data.a", expected: "1", found: "2", opensWall: true }],
    opensWall: true,
  });
});

test.each([
  ["has no right to", { status: 403, body: { message: 'User "x" cannot update resource "y"' } }],
  ["is not known", { status: 401, body: {} }],
])("who %s cannot look", async (_, answer) => {
  const { client } = cluster(answer);
  await expect(look(client, live)).rejects.toThrow("setup.sh --env");
});

test("a guardrail that refuses what the program says is drift", async () => {
  const { client } = cluster({ status: 403, body: { message: "admission webhook denied it" } });
  expect(await look(client, live)).toMatchObject({
    kind: "remade",
    reason: "admission webhook denied it",
    opensWall: true,
  });
});

test("a claim that is another one by now, however alike", async () => {
  const claim = { ...live, kind: "PersistentVolumeClaim" };
  const served = { apiVersion: "v1", kind: claim.kind, plural: "claims", namespaced: true };
  const of = (uid: string) => {
    const { client } = cluster({ status: 200, body: claim });
    const inventory = new Inventory([served], [claim]);
    return lookAtObject({ ...ours, inputs: claim, uid }, { client, program, inventory });
  };
  expect(await of("ConfigMap-c")).toBeUndefined();
  expect(await of("another")).toMatchObject({
    kind: "remade",
    reason: "its data are lost: it is another claim",
  });
});

test("the finalizers of a namespace, which a PUT leaves as they are", async () => {
  const namespace = (finalizers: string[]): ClusterObject => ({
    ...clusterWide("Namespace", "n"),
    spec: { finalizers },
  });
  const found = namespace(["kubernetes", "example.com/stay"]);
  const { client } = cluster({ status: 200, body: found });
  const served = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };
  const scene = { client, program, inventory: new Inventory([served], [found]) };
  const finding = await lookAtObject({ ...ours, inputs: clusterWide("Namespace", "n") }, scene);
  expect(finding?.fields).toEqual([
    { field: "spec.finalizers", found: ["example.com/stay"], opensWall: true },
  ]);
});
