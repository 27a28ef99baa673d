import { CannotCheck } from "../../cluster/cannot-check";
import { why } from "../../why/why";
import { FakeCluster, inPayments, meta, ownedBy } from "./fake-cluster";

const refused = {
  deployments: [{ metadata: meta("web"), spec: { replicas: 1 } }],
  replicasets: [
    {
      metadata: meta("web-1", ownedBy("Deployment", "web")),
      spec: { replicas: 1, template: { metadata: { labels: { app: "web" } }, spec: { a: 1 } } },
      status: {
        replicas: 0,
        conditions: [{ type: "ReplicaFailure", status: "True", message: "exceeded quota" }],
      },
    },
  ],
};
const pods = "POST /api/v1/namespaces/payments/pods";
const set = "/apis/apps/v1/namespaces/payments/replicasets/web-1";
const changes = (cluster: FakeCluster) => cluster.asked.filter(({ method }) => method !== "GET");
const dryRun = {
  method: "POST",
  path: "/api/v1/namespaces/payments/pods?dryRun=All",
  headers: { "impersonate-user": "system:serviceaccount:kube-system:replicaset-controller" },
  body: {
    kind: "Pod",
    apiVersion: "v1",
    metadata: { labels: { app: "web" }, generateName: "why-" },
    spec: { a: 1 },
  },
};

describe("pods that were refused", () => {
  it("and still are, are left to their controller", async () => {
    const cluster = new FakeCluster(inPayments(refused), { [pods]: { status: 403, body: {} } });
    const { blocks, triedAgain } = await why(cluster.ask, true);
    expect(blocks.map(({ cause }) => cause)).toEqual(["pods cannot be created (exceeded quota)"]);
    expect(triedAgain).toEqual([]);
    expect(changes(cluster)).toEqual([dryRun]);
  });

  it("and would be taken now, are said to be waited for in vain", async () => {
    const cluster = new FakeCluster(inPayments(refused), { [pods]: { status: 201, body: {} } });
    const { blocks, triedAgain } = await why(cluster.ask, false);
    expect(blocks.map(({ cause, next }) => [cause, next])).toEqual([
      [
        "pods cannot be created (exceeded quota); the cause is gone, and its controller has not tried again yet",
        "`npm run why -- --retry` lets it try at once, else it does within 17 minutes; then `pulumi up`",
      ],
    ]);
    expect(triedAgain).toEqual([]);
    expect(changes(cluster)).toEqual([dryRun]);
  });

  it("are tried again by a touch that leaves nothing behind", async () => {
    const cluster = new FakeCluster(inPayments(refused), { [pods]: { status: 201, body: {} } });
    const { blocks, triedAgain } = await why(cluster.ask, true);
    expect(triedAgain).toEqual(["ReplicaSet payments/web-1"]);
    expect(blocks.map(({ next }) => next)).toEqual([
      "it was tried again just now: `pulumi up` waits for what comes of it",
    ]);
    const annotated = (value: unknown) => ({
      method: "PATCH",
      path: set,
      body: { metadata: { uid: "web-1", annotations: { "sre-challenge/try-again": value } } },
    });
    expect(changes(cluster)).toEqual([
      dryRun,
      annotated(expect.stringMatching(/^\d{4}-/)),
      annotated(null),
    ]);
  });
});

test("a StatefulSet's stuck pod is deleted, if it is still that pod", async () => {
  const labels = { "controller-revision-hash": "db-1" };
  const cluster = new FakeCluster(
    inPayments({
      statefulsets: [{ metadata: meta("db"), status: { replicas: 1, updateRevision: "db-2" } }],
      pods: [
        {
          metadata: meta("db-0", { ...ownedBy("StatefulSet", "db"), labels }),
          status: { phase: "Failed", reason: "Evicted" },
        },
      ],
    }),
  );
  expect((await why(cluster.ask, true)).triedAgain).toEqual(["Pod payments/db-0"]);
  expect(changes(cluster)).toEqual([
    {
      method: "DELETE",
      path: "/api/v1/namespaces/payments/pods/db-0",
      body: { preconditions: { uid: "db-0" } },
    },
  ]);
});

test("the log of a crash is shown", async () => {
  const terminated = { exitCode: 3 };
  const cluster = new FakeCluster(
    inPayments({
      pods: [
        {
          metadata: meta("web-1"),
          status: { containerStatuses: [{ name: "it", state: { terminated } }] },
        },
      ],
    }),
    { "GET /api/v1/namespaces/payments/pods/web-1/log": { status: 200, body: "T01Z last words" } },
  );
  const { blocks } = await why(cluster.ask, false);
  expect(blocks.map(({ cause, lines }) => [cause, lines])).toEqual([
    ["container it ended with exit code 3", ["last words"]],
  ]);
});

describe("what cannot be looked at", () => {
  const namespaces = "GET /api/v1/namespaces";
  it.each([
    ["nothing deployed", { status: 200, body: { items: [] } }, /nothing is deployed here/],
    [
      "no rights",
      { status: 403, body: { message: "namespaces is forbidden" } },
      /^namespaces is forbidden\nAsk somebody of the platform team/,
    ],
    ["a broken server", { status: 500, body: "oh" }, /^GET \/api\/v1\/namespaces\?.*: HTTP 500$/],
  ])("%s", async (_what, answer, message) => {
    const cluster = new FakeCluster({}, { [namespaces]: answer });
    const failure: unknown = await why(cluster.ask, false).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CannotCheck);
    expect((failure as Error).message).toMatch(message);
  });
});
