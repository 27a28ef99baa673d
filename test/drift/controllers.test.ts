import { madeByController } from "../../drift/controllers";
import { pathText } from "../../drift/field-path";
import type { ClusterObject } from "../../drift/cluster-object";
import { inventoryOf, object, ownedBy, programOf } from "./objects";

const template = (image: string) => ({
  metadata: { labels: { app: "a" } },
  spec: { containers: [{ name: "c", image }] },
});
const deployment = object("Deployment", "d", {
  metadata: { generation: 1 },
  spec: { template: template("v1") },
  status: { observedGeneration: 1, updatedReplicas: 1, replicas: 1 },
});
const hashed = (image: string) => {
  const { metadata, spec } = template(image);
  return { metadata: { labels: { ...metadata.labels, "pod-template-hash": "1" } }, spec };
};
const replicaSet = (image: string, replicas = 1, owner = deployment) =>
  object("ReplicaSet", "d-1", {
    metadata: ownedBy(owner),
    spec: { replicas, template: hashed(image) },
  });

/** The reason or the fields; `right`, or `nobody's` for what no controller makes. */
function judged(it: ClusterObject, ...others: readonly ClusterObject[]): string {
  const scene = { inventory: inventoryOf(it, ...others), program: programOf() };
  const made = madeByController(it, scene);
  if (made === undefined) return "nobody's";
  if (typeof made === "string") return made;
  return made.map(({ path }) => pathText(path)).join(", ") || "right";
}

describe("a ReplicaSet", () => {
  test("has its Deployment's template", () => {
    expect(judged(replicaSet("v1"), deployment)).toBe("right");
    expect(judged(replicaSet("v2"), deployment)).toBe("spec.containers[name=c].image");
  });

  test("may have an older one without pods, or while it is rolled", () => {
    const rolling = {
      ...deployment,
      status: { observedGeneration: 1, updatedReplicas: 1, replicas: 2 },
    };
    expect(judged(replicaSet("v0", 0), deployment)).toBe("right");
    expect(judged(replicaSet("v0"), rolling)).toBe("right");
    const stuck = {
      ...deployment,
      status: { ...rolling.status, conditions: [{ type: "Progressing", status: "False" }] },
    };
    expect(judged(replicaSet("v0"), stuck)).toBe("spec.containers[name=c].image");
    const paused = { ...rolling, spec: { template: template("v1"), paused: true } };
    expect(judged(replicaSet("v0"), paused)).toBe("spec.containers[name=c].image");
  });
});

describe("a pod of a ReplicaSet", () => {
  const pod = (image: string, set: ReturnType<typeof replicaSet>, metadata = {}) =>
    object("Pod", "p", {
      metadata: { ...ownedBy(set), labels: hashed(image).metadata.labels, ...metadata },
      spec: template(image).spec,
    });
  const [old, current] = [replicaSet("v0", 0), replicaSet("v1")];

  test("is as its template says", () => {
    expect(judged(pod("v1", current), current, deployment)).toBe("right");
    expect(judged(pod("v2", current), current, deployment)).toBe("spec.containers[name=c].image");
  });

  test("does not outlive its template", () => {
    const rolling = { ...deployment, status: { observedGeneration: 1, replicas: 2 } };
    expect(judged(pod("v0", old), old, rolling)).toBe("right");
    expect(judged(pod("v0", old), old, deployment)).toBe("spec.containers[name=c].image");
  });

  test("does not stay once it was deleted", () => {
    const deleted = { deletionTimestamp: "2035-01-01T00:00:00Z" };
    expect(judged(pod("v1", current, deleted), current, deployment)).toBe(
      "was deleted, and does not go",
    );
  });
});

describe("an owner counts only", () => {
  const forged = (change: object) => {
    const [reference] = ownedBy(deployment).ownerReferences as object[];
    return object("ReplicaSet", "x", {
      metadata: { ownerReferences: [{ ...reference, ...change }] as never },
      spec: { template: template("v1") },
    });
  };
  test.each([
    ["if it is there", { uid: "another" }],
    ["by its own name", { name: "another" }],
    ["by its own kind", { kind: "StatefulSet" }],
    ["as the controller", { controller: false }],
  ])("%s", (_, change) => {
    expect(judged(forged({}), deployment)).toBe("right");
    expect(judged(forged(change), deployment)).toBe("nobody's");
  });

  test("in the same namespace", () => {
    const elsewhere = { ...deployment, metadata: { ...deployment.metadata, namespace: "default" } };
    expect(judged(forged({}), elsewhere)).toBe("nobody's");
  });

  test("if its controller makes such objects", () => {
    const role = object("Role", "r", { metadata: ownedBy(deployment) });
    const pod = object("Pod", "p", { metadata: ownedBy(deployment) });
    expect([role, pod].map((it) => judged(it, deployment))).toEqual(["nobody's", "nobody's"]);
  });
});

describe("a Job of a CronJob", () => {
  const cronJob = object("CronJob", "c", {
    spec: { jobTemplate: { spec: { template: template("v1") } } },
  });
  const job = (image: string, status = {}) => {
    const { metadata, spec } = template(image);
    const labels = { ...metadata.labels, "batch.kubernetes.io/job-name": "j", "job-name": "j" };
    return object("Job", "j", {
      metadata: ownedBy(cronJob),
      spec: { template: { metadata: { labels }, spec } },
      status,
    });
  };
  test("has its template, also if a person made it", () => {
    expect(judged(job("v1"), cronJob)).toBe("right");
    expect(judged(job("other"), cronJob)).toBe("spec.containers[name=c].image");
  });
  const ended = { conditions: [{ type: "Complete", status: "True" }] };
  test("may have an older one when it has ended", () => {
    expect(judged(job("v0", ended), cronJob)).toBe("right");
  });
  test("has no pods any more when it has ended", () => {
    const labels = { app: "a", "batch.kubernetes.io/job-name": "j", "job-name": "j" };
    const pod = (phase: string) =>
      object("Pod", "p", {
        metadata: { ...ownedBy(job("v1")), labels },
        spec: template("v1").spec,
        status: { phase },
      });
    expect(judged(pod("Running"), job("v1"))).toBe("right");
    expect(judged(pod("Succeeded"), job("v1", ended))).toBe("right");
    expect(judged(pod("Running"), job("v1", ended))).toBe("runs, and its Job has ended");
  });
});

describe("a StatefulSet", () => {
  const claim = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } };
  const set = object("StatefulSet", "db", {
    metadata: { generation: 2 },
    spec: {
      selector: { matchLabels: { app: "a" } },
      template: template("v1"),
      volumeClaimTemplates: [claim],
    },
    status: { observedGeneration: 2, updateRevision: "r2", currentRevision: "r1" },
  });
  test("has claims by its name and its number, as its template says", () => {
    const made = (name: string, spec: object) =>
      object("PersistentVolumeClaim", name, {
        metadata: { labels: { app: "a" } },
        spec: { ...claim.spec, volumeName: "v", ...spec },
      });
    expect(judged(made("data-db-0", {}), set)).toBe("right");
    expect(judged(made("data-db-0", { dataSource: { name: "x" } }), set)).toBe("spec.dataSource");
    expect(judged(made("data-db-x", {}), set)).toBe("nobody's");
    expect(judged(made("data-other-0", {}), set)).toBe("nobody's");
  });
  test("has claims that do not go with it", () => {
    const leaving = object("PersistentVolumeClaim", "data-db-0", {
      metadata: { labels: { app: "a" }, ...ownedBy(set) },
      spec: claim.spec,
    });
    expect(judged(leaving, set)).toBe("metadata.ownerReferences");
  });
  const pod = (revision: string) =>
    object("Pod", "db-0", {
      metadata: { ...ownedBy(set), labels: { app: "a", "controller-revision-hash": revision } },
      spec: template("v0").spec,
    });
  test("has pods of an older template while it is updated", () => {
    expect(judged(pod("r1"), set)).toBe("right");
    expect(judged(pod("r2"), set)).toBe("spec.containers[name=c].image");
    expect(judged(pod("r9"), set)).toBe("spec.containers[name=c].image");
  });
  test("has pods of the template that its controller has seen last", () => {
    const settled = { updateRevision: "r1", currentRevision: "r1" };
    const changed = { ...set, status: { observedGeneration: 1, ...settled } };
    const seen = { ...set, status: { observedGeneration: 2, ...settled } };
    expect(judged(pod("r1"), changed)).toBe("right");
    expect(judged(pod("r9"), changed)).toBe("spec.containers[name=c].image");
    expect(judged(pod("r1"), seen)).toBe("spec.containers[name=c].image");
  });
});

test("each namespace has its own account, to which nothing was given, and the cluster's certificate", () => {
  const authority = (namespace: string, text: string) =>
    object("ConfigMap", "kube-root-ca.crt", { metadata: { namespace }, data: { "ca.crt": text } });
  const original = { ...authority("kube-system", "a"), kind: "ConfigMap" };
  expect(judged(object("ServiceAccount", "default"))).toBe("right");
  expect(judged(object("ServiceAccount", "default", { secrets: [{ name: "s" }] }))).toBe("secrets");
  expect(judged(object("ServiceAccount", "other"))).toBe("nobody's");
  expect(judged(authority("payments", "a"), original)).toBe("right");
  expect(judged(authority("payments", "b"), original)).toBe('["ca.crt"]');
  expect(judged(object("ConfigMap", "other"))).toBe("nobody's");
});

test("a token by which nodes join is nobody's: setup.sh removes them once the nodes are there", () => {
  const token = object("Secret", "bootstrap-token-abcdef", {
    type: "bootstrap.kubernetes.io/token",
    metadata: { namespace: "kube-system" },
  });
  expect(judged(token)).toBe("nobody's");
});
