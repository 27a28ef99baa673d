import { workloadFindings } from "../../why/workload-findings";
import { lookAt, meta, ownedBy } from "./fake-cluster";

const unpulled = {
  containerStatuses: [
    { name: "it", image: "it:1", state: { waiting: { reason: "ErrImagePull", message: "gone" } } },
  ],
};
const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };

const deployment = { metadata: meta("web"), spec: { replicas: 2 } };
const replicaSet = (name: string, revision: number, spec: object, status: object = {}) => ({
  metadata: meta(name, {
    ...ownedBy("Deployment", "web"),
    annotations: { "deployment.kubernetes.io/revision": String(revision) },
  }),
  spec,
  status,
});

it("says nothing where all is ready", async () => {
  const status = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  const seen = await lookAt({
    deployments: [{ ...deployment, status }],
    replicasets: [replicaSet("web-1", 1, { replicas: 2 }, { replicas: 2 })],
    pods: [{ metadata: meta("web-1-a", ownedBy("ReplicaSet", "web-1")), status: ready }],
  });
  expect(workloadFindings(seen)).toEqual([]);
});

it("takes each pod's own events, and those of the newest ReplicaSet", async () => {
  const seen = await lookAt({
    deployments: [deployment],
    replicasets: [
      replicaSet("web-2", 10, { replicas: 2, template: { spec: { a: 1 } } }, { replicas: 1 }),
      replicaSet("web-1", 9, { replicas: 1 }),
    ],
    pods: [
      { metadata: meta("web-1-a", ownedBy("ReplicaSet", "web-1")), status: ready },
      {
        metadata: meta("web-2-a", ownedBy("ReplicaSet", "web-2")),
        status: { containerStatuses: [{ name: "it", restartCount: 4, state: { running: {} } }] },
      },
      { metadata: meta("stranger", ownedBy("ReplicaSet", "other")), status: unpulled },
    ],
    events: [
      {
        reason: "Unhealthy",
        message: "newest",
        lastTimestamp: "2026-01-01T00:00:02Z",
        involvedObject: { uid: "web-2-a" },
      },
      {
        reason: "Unhealthy",
        message: "older",
        eventTime: "2026-01-01T00:00:01.5Z",
        involvedObject: { uid: "web-2-a" },
      },
      {
        reason: "Unhealthy",
        message: "another's",
        lastTimestamp: "2026-01-01T00:00:03Z",
        involvedObject: { uid: "stranger" },
      },
      {
        reason: "FailedCreate",
        message: "no room",
        lastTimestamp: "2026-01-01T00:00:03Z",
        involvedObject: { uid: "web-2" },
      },
      {
        reason: "FailedCreate",
        message: "of old",
        lastTimestamp: "2026-01-01T00:00:04Z",
        involvedObject: { uid: "web-1" },
      },
    ],
  });
  const web = { object: "Deployment payments/web", namespace: "payments", state: "0 of 2 ready" };
  expect(workloadFindings(seen)).toEqual([
    {
      ...web,
      cause: "pods cannot be created (no room)",
      next: "change what the message names, then `pulumi up`",
      pods: [],
      retry: {
        name: "ReplicaSet payments/web-2",
        trial: {
          method: "POST",
          path: "/api/v1/namespaces/payments/pods?dryRun=All",
          headers: {
            "impersonate-user": "system:serviceaccount:kube-system:replicaset-controller",
          },
          body: {
            kind: "Pod",
            apiVersion: "v1",
            metadata: { generateName: "why-" },
            spec: { a: 1 },
          },
        },
        requests: ["2026-01-01T12:00:00.000Z", null].map((value) => ({
          method: "PATCH",
          path: "/apis/apps/v1/namespaces/payments/replicasets/web-2",
          body: { metadata: { uid: "web-2", annotations: { "sre-challenge/try-again": value } } },
        })),
      },
    },
    {
      ...web,
      cause: "Unhealthy: newest",
      next: "the log says what it waits for; a service is ready when its database answers",
      log: { container: "it", previous: false },
      pods: [{ name: "web-2-a", restarts: 4 }],
    },
  ]);
});

describe("a StatefulSet's pod", () => {
  interface Variant {
    readonly metadata?: object;
    readonly type?: string;
    readonly status?: object;
  }
  const found = async (
    revision: string,
    { metadata = {}, type = "RollingUpdate", status = unpulled }: Variant = {},
  ) => {
    const labels = { "controller-revision-hash": revision };
    const seen = await lookAt({
      statefulsets: [
        {
          metadata: meta("db"),
          spec: { updateStrategy: { type } },
          status: { replicas: 1, updateRevision: "db-2" },
        },
      ],
      pods: [
        {
          metadata: meta("db-0", { ...ownedBy("StatefulSet", "db"), labels, ...metadata }),
          status,
        },
      ],
    });
    return workloadFindings(seen).map(({ cause, retry }) => [cause, retry?.requests[0]?.path]);
  };
  const cause = "image it:1 cannot be pulled (gone)";

  it("of an older revision that never got ready is to be deleted", async () => {
    expect(await found("db-1")).toEqual([
      [
        `${cause}; the spec is newer, but Kubernetes replaces no pod that is not ready`,
        "/api/v1/namespaces/payments/pods/db-0",
      ],
    ]);
  });

  it("is left alone otherwise", async () => {
    expect(await found("db-2")).toEqual([[cause, undefined]]);
    expect(await found("db-1", { type: "OnDelete" })).toEqual([[cause, undefined]]);
    expect(await found("db-1", { status: {} })).toEqual([["the pod is starting", undefined]]);
    const deletionTimestamp = "2026-01-01T11:00:00Z";
    expect(await found("db-1", { metadata: { deletionTimestamp } })).toEqual([
      ["the pod should be gone, and still waits for its node", undefined],
    ]);
  });
});

describe("a job", () => {
  const failed = { conditions: [{ type: "Failed", status: "True", message: "too often" }] };
  const complete = { conditions: [{ type: "Complete", status: "True" }] };
  const job = (name: string, hour: string, status: object, owner: object = {}) => ({
    metadata: meta(name, { creationTimestamp: `2026-01-01T${hour}:00:00Z`, ...owner }),
    status,
  });
  const daily = ownedBy("CronJob", "backup");

  it("that failed has its pods' reason, or says that they are gone", async () => {
    const terminated = { exitCode: 1 };
    const containerStatuses = [{ name: "dump", state: { terminated } }];
    const seen = await lookAt({
      jobs: [job("one", "01", failed), job("two", "02", failed)],
      pods: [
        {
          metadata: meta("two-a", ownedBy("Job", "two")),
          status: { phase: "Failed", containerStatuses },
        },
      ],
    });
    expect(
      workloadFindings(seen).map(({ object, state, cause }) => [object, state, cause]),
    ).toEqual([
      ["Job payments/one", "failed: too often", "its pods failed, and are gone"],
      ["Job payments/two", "failed: too often", "container dump ended with exit code 1"],
    ]);
  });

  it("counts if it is the last of its CronJob", async () => {
    const seen = await lookAt({
      jobs: [job("b-2", "02", complete, daily), job("b-1", "01", failed, daily)],
    });
    expect(workloadFindings(seen)).toEqual([]);
  });

  it("that starts or runs is as it should be", async () => {
    const seen = await lookAt({
      jobs: [job("one", "01", { active: 1 })],
      pods: [{ metadata: meta("one-a", ownedBy("Job", "one")), status: { phase: "Pending" } }],
    });
    expect(workloadFindings(seen)).toEqual([]);
  });
});

it("tells of pods that nothing owns, and of controllers at work", async () => {
  const seen = await lookAt({
    pods: [{ metadata: meta("alone"), status: unpulled }],
    daemonsets: [{ metadata: meta("agent"), status: { desiredNumberScheduled: 1 } }],
  });
  expect(workloadFindings(seen).map(({ object, cause }) => [object, cause])).toEqual([
    ["DaemonSet payments/agent", "no pod has a problem: its controller is at work"],
    ["Pod payments/alone", "image it:1 cannot be pulled (gone)"],
  ]);
});
