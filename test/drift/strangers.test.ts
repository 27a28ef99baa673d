import type { JsonObject } from "../../drift/json";
import { lookForStrangers } from "../../drift/strangers";
import { clusterWide, inventoryOf, object, ownedBy, programOf } from "./objects";

const program = programOf(clusterWide("Namespace", "payments"));
const client = { ask: () => Promise.resolve({ status: 404, body: {} }) };

/** What is said of an object that was deleted so many seconds ago. */
async function saidOf(kind: string, finalizers: readonly string[], seconds = 1) {
  const deletionTimestamp = new Date(Date.now() - seconds * 1000).toISOString();
  const it = object(kind, "x", { metadata: { deletionTimestamp, finalizers } });
  const scene = { client, program, inventory: inventoryOf(it) };
  return (await lookForStrangers(scene)).map((one) => ({
    reason: one.reason,
    opensWall: "opensWall" in one && one.opensWall,
  }));
}

const leaving = [{ reason: "it is being deleted", opensWall: false }];
const stays = [{ reason: "was deleted, and does not go", opensWall: true }];

test.each([
  ["Pod", []],
  ["Pod", ["batch.kubernetes.io/job-tracking"]],
  ["Pod", ["foregroundDeletion"]],
  ["Job", ["foregroundDeletion"]],
  ["Deployment", ["foregroundDeletion"]],
  ["ReplicaSet", ["orphan"]],
  ["PersistentVolumeClaim", ["kubernetes.io/pvc-protection"]],
])("a %s with the finalizers %j is about to go", async (kind, finalizers) => {
  expect(await saidOf(kind, finalizers)).toEqual(leaving);
});

test.each([
  ["a finalizer that nothing takes away", "Pod", ["platform.test/x"]],
  ["such a one beside another", "Job", ["foregroundDeletion", "platform.test/x"]],
  ["one that Kubernetes takes from other kinds", "Pod", ["kubernetes.io/pvc-protection"]],
  ["one that only sounds like Kubernetes", "Pod", ["batch.kubernetes.io/x"]],
])("what has %s stays", async (_, kind, finalizers) => {
  expect(await saidOf(kind, finalizers)).toEqual(stays);
});

test.each([
  "NetworkPolicy",
  "Role",
  "RoleBinding",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Service",
  "Ingress",
  "SomethingNew",
])("a %s has effect until it is gone, whatever keeps it", async (kind) => {
  for (const finalizer of ["platform.test/x", "foregroundDeletion", "orphan"]) {
    expect(await saidOf(kind, [finalizer])).toEqual(stays);
  }
});

test("the same outside of all namespaces", async () => {
  const deletionTimestamp = new Date().toISOString();
  const metadata = { deletionTimestamp, finalizers: ["foregroundDeletion"] };
  const roles = ["ClusterRole", "ClusterRoleBinding"].map((kind) =>
    clusterWide(kind, "x", { metadata }),
  );
  const found = await lookForStrangers({ client, program, inventory: inventoryOf(...roles) });
  expect(found).toMatchObject([
    { kind: "stranger", opensWall: true },
    { kind: "stranger", opensWall: true },
  ]);
});

test("what is still there two minutes after it was to be gone stays", async () => {
  expect(await saidOf("Pod", [], 119)).toEqual(leaving);
  expect(await saidOf("Pod", [], 121)).toEqual(stays);
});

test("what a controller has made and somebody keeps is said to stay", async () => {
  const owner = object("ReplicaSet", "r");
  const metadata: JsonObject = {
    ...ownedBy(owner),
    deletionTimestamp: new Date().toISOString(),
    finalizers: ["platform.test/x"],
  };
  const pod = object("Pod", "p", { metadata });
  const scene = { client, program: programOf(clusterWide("Namespace", "payments"), owner) };
  const found = await lookForStrangers({ ...scene, inventory: inventoryOf(owner, pod) });
  expect(found).toMatchObject([{ reason: "was deleted, and does not go", opensWall: true }]);
});
