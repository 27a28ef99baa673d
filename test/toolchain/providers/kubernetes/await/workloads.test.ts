import {
  daemonSetProgress,
  deploymentProgress,
  jobProgress,
  podProgress,
  statefulSetProgress,
} from "../../../../../toolchain/providers/kubernetes/await/workloads";
import { serviceProgress } from "../../../../../toolchain/providers/kubernetes/await/assess";
import type { PropertyMap } from "../../../../../toolchain/providers/property-diff";

type Case = [why: string, spec: PropertyMap, status: PropertyMap, expected: PropertyMap];

const ready = { state: "ready", reason: "" };
const waiting = (reason: string): PropertyMap => ({ state: "waiting", reason });
const failed = (reason: string): PropertyMap => ({ state: "failed", reason });
const object = (spec: PropertyMap, status: PropertyMap): PropertyMap => ({
  metadata: { generation: 2 },
  spec,
  status,
});
const unobserved = waiting("its controller has not taken up the newest spec yet");
const seen = { observedGeneration: 2 };

describe("deploymentProgress", () => {
  const three = { replicas: 3, progressDeadlineSeconds: 60 };
  const full = { ...seen, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  it.each<Case>([
    ["all new and available", three, full, ready],
    ["one replica by default", {}, { ...full, replicas: 1, updatedReplicas: 1 }, ready],
    ["none wanted", { replicas: 0 }, seen, ready],
    ["not seen by the controller", three, { ...full, observedGeneration: 1 }, unobserved],
    [
      "old ones still there",
      three,
      { ...full, replicas: 4 },
      waiting("3 of 3 ready; 1 of the old ones still stopping"),
    ],
    ["old ones alone available", three, { ...full, updatedReplicas: 1 }, waiting("1 of 3 ready")],
    [
      "too slow",
      three,
      {
        ...full,
        availableReplicas: 1,
        conditions: [{ type: "Progressing", reason: "ProgressDeadlineExceeded" }],
      },
      failed("1 of 3 ready within 60 s"),
    ],
  ])("%s", (_why, spec, status, expected) => {
    expect(deploymentProgress(object(spec, status))).toEqual(expected);
  });
});

describe("statefulSetProgress", () => {
  const two = { replicas: 2 };
  const current = { ...seen, readyReplicas: 2, currentRevision: "a", updateRevision: "a" };
  const rolling = { ...current, updateRevision: "b", updatedReplicas: 1 };
  it.each<Case>([
    ["all ready", two, current, ready],
    ["one missing", two, { ...current, readyReplicas: 1 }, waiting("1 of 2 ready")],
    ["half updated", two, rolling, waiting("2 of 2 ready; 1 of them updated")],
    [
      "kept back by the partition",
      { ...two, updateStrategy: { rollingUpdate: { partition: 1 } } },
      rolling,
      ready,
    ],
    ["updated on deletion", { ...two, updateStrategy: { type: "OnDelete" } }, rolling, ready],
  ])("%s", (_why, spec, status, expected) => {
    expect(statefulSetProgress(object(spec, status))).toEqual(expected);
  });
});

describe("daemonSetProgress", () => {
  const all = { ...seen, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };
  it.each<Case>([
    ["on every node", {}, all, ready],
    ["not on one", {}, { ...all, numberAvailable: 1 }, waiting("1 of 2 ready")],
    ["not seen by the controller", {}, {}, unobserved],
  ])("%s", (_why, spec, status, expected) => {
    expect(daemonSetProgress(object(spec, status))).toEqual(expected);
  });
});

describe("jobProgress", () => {
  it.each<Case>([
    ["done", {}, { conditions: [{ type: "Complete", status: "True" }] }, ready],
    ["suspended", { suspend: true }, {}, ready],
    ["under way", { completions: 3 }, { succeeded: 1 }, waiting("1 of 3 completed")],
    [
      "failed",
      {},
      { conditions: [{ type: "Failed", status: "True", message: "backoff limit" }] },
      failed("failed: backoff limit"),
    ],
  ])("%s", (_why, spec, status, expected) => {
    expect(jobProgress(object(spec, status))).toEqual(expected);
  });
});

describe("podProgress", () => {
  it.each<Case>([
    ["ready", {}, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }, ready],
    ["done", {}, { phase: "Succeeded" }, ready],
    ["failed", {}, { phase: "Failed" }, failed("failed")],
    ["starting", {}, { phase: "Pending" }, waiting("not ready")],
  ])("%s", (_why, spec, status, expected) => {
    expect(podProgress(object(spec, status))).toEqual(expected);
  });
});

describe("serviceProgress", () => {
  it.each<Case>([
    ["cluster IP", { type: "ClusterIP" }, {}, ready],
    ["node port", { type: "NodePort" }, {}, ready],
    [
      "balancer without address",
      { type: "LoadBalancer" },
      { loadBalancer: {} },
      waiting("the load balancer has no address yet"),
    ],
    [
      "balancer",
      { type: "LoadBalancer" },
      { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } },
      ready,
    ],
  ])("%s", (_why, spec, status, expected) => {
    expect(serviceProgress(object(spec, status))).toEqual(expected);
  });
});
