import { clusterOwned, withAutoscaled, withClusterOwned } from "../../drift/cluster-owned";
import { keysCopier, keysFile } from "../../components/issuer-keys/copier";
import type { JsonObject } from "../../drift/json";
import { object, programOf } from "./objects";

const autoscaler = object("HorizontalPodAutoscaler", "any", {
  spec: { scaleTargetRef: { kind: "Deployment", name: "app" }, minReplicas: 3, maxReplicas: 6 },
});
const program = programOf(autoscaler);
const old = { creationTimestamp: "2020-01-01T00:00:00Z" };
const deployment = (replicas: number, metadata = old) =>
  object("Deployment", "app", { metadata, spec: { replicas } });
const stated = object("Deployment", "app", { spec: {} });

test.each([
  [3, 3],
  [6, 6],
  [0, 3],
  [2, 3],
  [7, 3],
])("of %d replicas of an autoscaled Deployment %d are right", (found, right) => {
  expect(withClusterOwned(stated, deployment(found), program).spec).toEqual({ replicas: right });
});

test("a new Deployment has one pod until its autoscaler has looked at it", () => {
  const now = { creationTimestamp: new Date().toISOString() };
  expect(withClusterOwned(stated, deployment(1, now), program).spec).toEqual({ replicas: 1 });
  expect(withClusterOwned(stated, deployment(0, now), program).spec).toEqual({ replicas: 3 });
});

test("of the ConfigMap of the issuer's keys the keys are right, and nothing else", () => {
  const data = (name: string, found: JsonObject) => {
    const live = { ...object("ConfigMap", name), data: { [keysFile]: "{}", ...found } };
    return withClusterOwned({ ...object("ConfigMap", name), data: {} }, live, program).data;
  };
  expect(data(keysCopier, {})).toEqual({ [keysFile]: "{}" });
  expect(data(keysCopier, { more: "" })).toEqual({ [keysFile]: "{}" });
  expect(data("another", {})).toEqual({});
});

test("without an autoscaler of the program, and where the program states it, the number is the program's", () => {
  const elsewhere = object("Deployment", "app", { metadata: { namespace: "invoices" }, spec: {} });
  expect(
    withClusterOwned(elsewhere, { ...elsewhere, spec: { replicas: 4 } }, program).spec,
  ).toEqual({});
  const fixed = object("Deployment", "fixed", { spec: { replicas: 5 } });
  const scaled = object("Deployment", "fixed", { metadata: old, spec: { replicas: 4 } });
  expect(withClusterOwned(fixed, scaled, program).spec).toEqual({ replicas: 5 });
});

test.each([
  [4, 4],
  [0, 3],
  [9, 3],
])("where one was stated before the autoscaler, of %d replicas %d are right", (found, right) => {
  const before = object("Deployment", "app", { spec: { replicas: 9 } });
  for (const withNumber of [withClusterOwned, withAutoscaled]) {
    expect(withNumber(before, deployment(found), program).spec).toEqual({ replicas: right });
  }
  expect(withAutoscaled(stated, deployment(found), program)).toBe(stated);
});

test("of annotations and finalizers, those that the cluster writes, and no others", () => {
  const claim = object("PersistentVolumeClaim", "c", {
    metadata: { annotations: { mine: "1" } },
    spec: { accessModes: [] },
  });
  const live = object("PersistentVolumeClaim", "c", {
    metadata: {
      annotations: { "pv.kubernetes.io/bind-completed": "yes", other: "2" },
      finalizers: ["kubernetes.io/pvc-protection", "example.com/stay"],
    },
    spec: { volumeName: "pvc-1", storageClassName: "standard", dataSource: {} },
  });
  expect(withClusterOwned(claim, live, program)).toEqual(
    object("PersistentVolumeClaim", "c", {
      metadata: {
        annotations: { mine: "1", "pv.kubernetes.io/bind-completed": "yes" },
        finalizers: ["kubernetes.io/pvc-protection"],
      },
      spec: { accessModes: [], volumeName: "pvc-1", storageClassName: "standard" },
    }),
  );
});

test("a restart, and no other annotation of the pods", () => {
  const spec = (annotations: Record<string, string>) => ({
    spec: { template: { metadata: { annotations } } },
  });
  const restarted = { "kubectl.kubernetes.io/restartedAt": "now" };
  const live = object("StatefulSet", "s", spec({ ...restarted, other: "1" }));
  expect(withClusterOwned(object("StatefulSet", "s", spec({})), live, program)).toEqual(
    object("StatefulSet", "s", spec(restarted)),
  );
});

test("what a Job knows its pods by, and no other label of theirs", () => {
  const job = (labels: object, selector?: object) =>
    object("Job", "j", {
      metadata: { uid: "7" },
      spec: { ...(selector && { selector }), template: { metadata: { labels } } } as JsonObject,
    });
  const own = { "batch.kubernetes.io/controller-uid": "7" };
  const added = {
    ...own,
    "batch.kubernetes.io/job-name": "j",
    "controller-uid": "7",
    "job-name": "j",
  };
  const live = job({ app: "a", other: "1", ...added }, { matchLabels: { ...own, other: "1" } });
  expect(withClusterOwned(job({ app: "a" }), live, program)).toEqual(
    job({ app: "a", ...added }, { matchLabels: own }),
  );
});

test("each exception has a reason", () => {
  expect(clusterOwned.filter(([, , reason]) => reason === "")).toEqual([]);
});

test.each([
  [
    "an address",
    "10.96.0.9",
    { clusterIP: "10.96.0.9", clusterIPs: ["10.96.0.9"], ipFamilies: ["IPv4"] },
  ],
  [
    "one of IPv6",
    "fd00::9",
    { clusterIP: "fd00::9", clusterIPs: ["fd00::9"], ipFamilies: ["IPv6"] },
  ],
  [
    "none, which is refused",
    "None",
    {
      clusterIP: "an address of the cluster",
      clusterIPs: ["an address of the cluster"],
      ipFamilies: ["IPv4"],
    },
  ],
])("a Service has %s", (_, clusterIP, spec) => {
  const live = object("Service", "s", {
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ["IPv4", "IPv6"],
      ipFamilyPolicy: "PreferDualStack",
    },
  });
  expect(withClusterOwned(object("Service", "s", { spec: {} }), live, program).spec).toEqual({
    ...spec,
    ipFamilyPolicy: "SingleStack",
  });
});
