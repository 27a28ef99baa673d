import { listed } from "../../why/objects";
import { otherFindings, whatRemains } from "../../why/other-findings";
import { lookAt, meta } from "./fake-cluster";

type Lists = Parameters<typeof lookAt>[0];

async function said(lists: Lists, others?: Parameters<typeof lookAt>[1]): Promise<string[]> {
  const seen = await lookAt(lists, others);
  return otherFindings(seen).map(({ object, state, cause }) => `${object}, ${state}: ${cause}`);
}

describe("a claim", () => {
  const classes = {
    "/apis/storage.k8s.io/v1/storageclasses": [
      { metadata: { name: "late" }, volumeBindingMode: "WaitForFirstConsumer" },
      { metadata: { name: "soon" }, volumeBindingMode: "Immediate" },
    ],
  };
  const event = {
    reason: "ProvisioningFailed",
    message: "disk full",
    involvedObject: { uid: "data" },
  };
  it.each<[string, string, string, object[], string[]]>([
    ["bound", "soon", "Bound", [], []],
    ["lost", "soon", "Lost", [], ["lost: its volume is gone"]],
    ["waiting for a pod", "late", "Pending", [], []],
    ["pending", "soon", "Pending", [], ["not bound: no volume of class soon is bound yet"]],
    [
      "refused",
      "late",
      "Pending",
      [event],
      ["not bound: no volume of class late is bound yet (disk full)"],
    ],
    [
      "of no class",
      "none",
      "Pending",
      [],
      ['not bound: storage class "none" does not exist, and no volume fits'],
    ],
  ])("%s", async (_what, storageClassName, phase, events, expected) => {
    const claim = { metadata: meta("data"), spec: { storageClassName }, status: { phase } };
    const found = await said({ persistentvolumeclaims: [claim], events }, classes);
    expect(found).toEqual(expected.map((one) => `PersistentVolumeClaim payments/data, ${one}`));
  });
});

describe("a service", () => {
  const slice = (ready: boolean, service = "web") => ({
    metadata: meta("slice", { labels: { "kubernetes.io/service-name": service } }),
    endpoints: [{ conditions: { ready } }],
  });
  const empty = { metadata: meta("empty"), endpoints: null };
  const pods = { selector: { app: "web" } };
  const balancer = { ...pods, type: "LoadBalancer" };
  const address = { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } };
  const noEndpoints = "no endpoints: no pod with an address has the labels of its selector";
  it.each<[string, object, object, object[], string[]]>([
    ["with a ready pod", pods, {}, [slice(false), slice(true)], []],
    ["of a node port", { ...pods, type: "NodePort" }, {}, [slice(true)], []],
    ["without a selector", {}, {}, [], []],
    ["for a name outside", { ...pods, type: "ExternalName" }, {}, [], []],
    [
      "whose pods are not ready",
      pods,
      {},
      [slice(false)],
      ["no ready endpoints: none of its pods is ready"],
    ],
    ["without pods", pods, {}, [slice(true, "other"), empty], [noEndpoints]],
    ["with an address", balancer, address, [slice(true)], []],
    [
      "without an address",
      balancer,
      {},
      [slice(true)],
      ["no address: the load balancer has no address yet"],
    ],
  ])("%s", async (_what, spec, status, endpointslices, expected) => {
    const services = [{ metadata: meta("web"), spec, status }];
    const found = await said({ services, endpointslices });
    expect(found).toEqual(expected.map((one) => `Service payments/web, ${one}`));
  });
});

describe("an autoscaler", () => {
  const spec = { minReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "web" } };
  const condition = (type: string, status: string, reason: string, lastTransitionTime: string) => ({
    type,
    status,
    reason,
    message: "why",
    lastTransitionTime,
  });
  const [soon, late] = ["2026-01-01T11:59:00Z", "2026-01-01T11:00:00Z"];
  it.each<[string, object[], string[], number?]>([
    ["that scales", [condition("AbleToScale", "True", "ReadyForNewScale", late)], []],
    [
      "that may not scale",
      [condition("AbleToScale", "False", "FailedGetScale", soon)],
      ["cannot scale: FailedGetScale: why"],
    ],
    [
      "that has just started",
      [condition("ScalingActive", "False", "FailedGetResourceMetric", soon)],
      [],
    ],
    [
      "without metrics",
      [condition("ScalingActive", "False", "FailedGetResourceMetric", late)],
      ["reads no metrics: FailedGetResourceMetric: why"],
    ],
    [
      "of a target that was scaled to nothing",
      [condition("ScalingActive", "False", "ScalingDisabled", soon)],
      ["switched off: Deployment web has 0 replicas, and an autoscaler leaves it at that"],
    ],
    [
      "of a fixed number, which needs none",
      [condition("ScalingActive", "False", "FailedGetResourceMetric", late)],
      [],
      3,
    ],
    ["at its limit", [condition("ScalingLimited", "True", "TooManyReplicas", late)], []],
  ])("%s", async (_what, conditions, expected, maxReplicas = 6) => {
    const horizontalpodautoscalers = [
      { metadata: meta("web"), spec: { ...spec, maxReplicas }, status: { conditions } },
    ];
    const found = await said({ horizontalpodautoscalers });
    expect(found).toEqual(expected.map((one) => `HorizontalPodAutoscaler payments/web, ${one}`));
  });
});

describe("a namespace", () => {
  const namespace = (phase: string) => ({
    "/api/v1/namespaces": [{ metadata: { name: "payments" }, status: { phase } }],
  });
  it("that goes away is named", async () => {
    expect(await said({}, namespace("Terminating"))).toEqual([
      "Namespace payments, being deleted: it is stopping",
    ]);
    expect(await said({}, namespace("Active"))).toEqual([]);
  });

  it("has what the namespace controller found", () => {
    const conditions = [
      { type: "NamespaceDeletionContentFailure", status: "False", message: "fine" },
      {
        type: "NamespaceContentRemaining",
        status: "True",
        message: "pods. has 1 resource instances",
      },
      { type: "NamespaceFinalizersRemaining", status: "True", message: "a/b in 1 instances" },
    ];
    expect(whatRemains(listed("Namespace", { status: { conditions } }))).toBe(
      "pods. has 1 resource instances; a/b in 1 instances",
    );
    expect(whatRemains(listed("Namespace", { metadata: { finalizers: ["x/clean", "a/b"] } }))).toBe(
      "it waits for x/clean, a/b",
    );
  });
});
