import { Cluster } from "../../../../../toolchain/providers/kubernetes/api/cluster";
import { httpTransport } from "../../../../../toolchain/providers/kubernetes/api/transport";
import {
  explainPods,
  labelSelector,
  notCreated,
} from "../../../../../toolchain/providers/kubernetes/await/explain";
import type { PropertyMap } from "../../../../../toolchain/providers/property-diff";
import { FakeApiServer } from "../fake-api-server";

describe("explainPods", () => {
  const api = new FakeApiServer();
  let cluster: Cluster;
  const deployment = { metadata: { namespace: "default", name: "web" } };

  beforeAll(async () => {
    const transport = httpTransport(await api.start(), () => Promise.resolve({}));
    cluster = new Cluster(transport, new AbortController().signal, 0);
  });
  afterAll(() => api.stop());

  function pod(name: string, state: PropertyMap): void {
    api.put(`/api/v1/namespaces/default/pods/${name}`, "kubelet", {
      metadata: { namespace: "default", name },
      status: { containerStatuses: [{ name: "web", image: "web:1", state }] },
    });
  }

  it("puts the most frequent problem first and takes each pod's own events", async () => {
    pod("crashed", { terminated: { exitCode: 1 } });
    pod("unpulled-1", { waiting: { reason: "ErrImagePull", message: "gone" } });
    pod("unpulled-2", { waiting: { reason: "ErrImagePull", message: "gone" } });
    pod("unready", { running: {} });
    const unready = api.get("/api/v1/namespaces/default/pods/unready")?.metadata as PropertyMap;
    for (const [seen, uid, message] of [
      ["2026-01-01T00:00:02Z", unready.uid, "newest"],
      ["2026-01-01T00:00:01Z", unready.uid, "older"],
      ["2026-01-01T00:00:03Z", "other", "another's"],
    ] as const) {
      api.put(`/api/v1/namespaces/default/events/${message}`, "kubelet", {
        reason: "Unhealthy",
        message,
        lastTimestamp: seen,
        involvedObject: { uid: uid ?? "" },
      });
    }
    expect((await explainPods(cluster, deployment)).map(({ text }) => text)).toEqual([
      "image web:1 cannot be pulled (gone)",
      "container web ended with exit code 1",
      "Unhealthy: newest",
    ]);
  });
});

describe("notCreated", () => {
  const message = 'pods "web-" is forbidden: exceeded quota: team';
  const told = [{ text: `pods cannot be created (${message})`, permanent: false }];

  it("reads a Deployment's condition, or the controller's event", () => {
    const conditions = [{ type: "ReplicaFailure", status: "True", message }];
    expect(notCreated({ status: { conditions } }, [])).toEqual(told);
    expect(notCreated({}, [{ reason: "FailedCreate", message }])).toEqual(told);
    expect(notCreated({}, [])).toEqual([]);
  });
});

describe("labelSelector", () => {
  it("writes every operator", () => {
    const matchExpressions = [
      { key: "a", operator: "In", values: ["1", "2"] },
      { key: "b", operator: "NotIn", values: ["3"] },
      { key: "c", operator: "Exists" },
      { key: "d", operator: "DoesNotExist" },
    ];
    expect(labelSelector({ matchLabels: { "x/y": "z" }, matchExpressions })).toBe(
      "x/y=z,a in (1,2),b notin (3),c,!d",
    );
  });
});
