import { listed } from "../../why/objects";
import { progressOf } from "../../why/progress";

type Case = [why: string, spec: object, status: object, expected: string | undefined];

const object = (spec: object, status: object) => ({ metadata: { generation: 2 }, spec, status });
const unobserved = "its controller has not taken up the newest spec yet";
const seen = { observedGeneration: 2 };

describe("a deployment", () => {
  const three = { replicas: 3, progressDeadlineSeconds: 60 };
  const full = { ...seen, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  it.each<Case>([
    ["all new and available", three, full, undefined],
    ["one replica by default", {}, { ...full, replicas: 1, updatedReplicas: 1 }, undefined],
    ["none wanted", { replicas: 0 }, seen, undefined],
    ["not seen by the controller", three, { ...full, observedGeneration: 1 }, unobserved],
    [
      "old ones still there",
      three,
      { ...full, replicas: 4 },
      "3 of 3 ready; 1 of the old ones still stopping",
    ],
    ["old ones alone available", three, { ...full, updatedReplicas: 1 }, "1 of 3 ready"],
    [
      "too slow",
      three,
      {
        ...full,
        availableReplicas: 1,
        conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }],
      },
      "1 of 3 ready within 60 s",
    ],
  ])("%s", (_why, spec, status, expected) => {
    const deployment = listed("Deployment", object(spec, status));
    expect(progressOf(deployment)).toBe(expected);
  });
});

describe("a StatefulSet", () => {
  const two = { replicas: 2 };
  const current = { ...seen, readyReplicas: 2, currentRevision: "a", updateRevision: "a" };
  const rolling = { ...current, updateRevision: "b", updatedReplicas: 1 };
  it.each<Case>([
    ["all ready", two, current, undefined],
    ["one missing", two, { ...current, readyReplicas: 1 }, "1 of 2 ready"],
    ["half updated", two, rolling, "2 of 2 ready; 1 of them updated"],
    [
      "kept back by the partition",
      { ...two, updateStrategy: { rollingUpdate: { partition: 1 } } },
      rolling,
      undefined,
    ],
    ["updated on deletion", { ...two, updateStrategy: { type: "OnDelete" } }, rolling, undefined],
    ["not seen by the controller", two, { ...current, observedGeneration: 1 }, unobserved],
  ])("%s", (_why, spec, status, expected) => {
    const set = listed("StatefulSet", object(spec, status));
    expect(progressOf(set)).toBe(expected);
  });
});

describe("a DaemonSet", () => {
  const all = { ...seen, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };
  it.each<Case>([
    ["on every node", {}, all, undefined],
    ["not on one", {}, { ...all, numberAvailable: 1 }, "1 of 2 ready"],
    ["old on one", {}, { ...all, updatedNumberScheduled: 1 }, "1 of 2 ready"],
    [
      "updated on deletion",
      { updateStrategy: { type: "OnDelete" } },
      { ...all, updatedNumberScheduled: 1 },
      undefined,
    ],
    ["not seen by the controller", {}, {}, unobserved],
  ])("%s", (_why, spec, status, expected) => {
    const set = listed("DaemonSet", object(spec, status));
    expect(progressOf(set)).toBe(expected);
  });
});

describe("a job", () => {
  it.each<Case>([
    ["done", {}, { conditions: [{ type: "Complete", status: "True" }] }, undefined],
    ["suspended", { suspend: true }, {}, undefined],
    ["under way", { completions: 3 }, { succeeded: 1 }, "1 of 3 completed"],
    [
      "failed",
      {},
      { conditions: [{ type: "Failed", status: "True", message: "backoff limit" }] },
      "failed: backoff limit",
    ],
  ])("%s", (_why, spec, status, expected) => {
    expect(progressOf(listed("Job", object(spec, status)))).toBe(expected);
  });
});

describe("a pod", () => {
  it.each<Case>([
    ["ready", {}, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] }, undefined],
    ["done", {}, { phase: "Succeeded" }, undefined],
    ["failed", {}, { phase: "Failed" }, "failed"],
    ["starting", {}, { phase: "Pending" }, "not ready"],
  ])("%s", (_why, spec, status, expected) => {
    expect(progressOf(listed("Pod", object(spec, status)))).toBe(expected);
  });
});
