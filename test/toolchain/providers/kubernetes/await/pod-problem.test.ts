import {
  isUnready,
  podProblem,
} from "../../../../../toolchain/providers/kubernetes/await/pod-problem";
import type { PropertyMap } from "../../../../../toolchain/providers/property-diff";

const container = (state: PropertyMap, more: PropertyMap = {}): PropertyMap => ({
  metadata: { namespace: "payments", name: "web-1" },
  status: { containerStatuses: [{ name: "web", image: "web:1", state, ...more }] },
});
const blocked = (reason: string, message = ""): PropertyMap =>
  container({ waiting: { reason, message } });

describe("podProblem", () => {
  it.each<[string, PropertyMap, string, boolean]>([
    [
      "a missing image",
      blocked("ErrImagePull", "not found"),
      "image web:1 cannot be pulled (not found)",
      false,
    ],
    ["a name that is none", blocked("InvalidImageName"), "image web:1 is not a valid name", true],
    [
      "a root image where that is forbidden",
      blocked(
        "CreateContainerConfigError",
        "container has runAsNonRoot and image will run as root",
      ),
      "container web cannot be created (container has runAsNonRoot and image will run as root)",
      true,
    ],
    [
      "a config map still to come",
      blocked("CreateContainerConfigError", 'configmap "a" not found'),
      'container web cannot be created (configmap "a" not found)',
      false,
    ],
    [
      "a program that does not start",
      blocked("RunContainerError", "no such file"),
      "container web cannot be started (no such file)",
      false,
    ],
    [
      "a crash loop",
      container(
        { waiting: { reason: "CrashLoopBackOff" } },
        { restartCount: 4, lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } } },
      ),
      "container web keeps crashing with exit code 137 (OOMKilled), restarted 4 times; " +
        "its last words: kubectl logs -n payments web-1 -c web --previous",
      false,
    ],
    [
      "a crash",
      container({ terminated: { exitCode: 1, reason: "Error" } }),
      "container web ended with exit code 1",
      false,
    ],
    [
      "no node",
      { status: { conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes" }] } },
      "no node takes the pod (0/1 nodes)",
      false,
    ],
  ])("tells of %s", (_what, pod, text, permanent) => {
    expect(podProblem(pod, [])).toEqual({ text, permanent });
  });

  it("looks at init containers first", () => {
    const init = [{ name: "init", state: { terminated: { exitCode: 2 } } }];
    const pod = { status: { initContainerStatuses: init, containerStatuses: [] } };
    expect(podProblem(pod, [])?.text).toBe("container init ended with exit code 2");
  });

  it("tells the newest event of a running pod that is not ready", () => {
    const running = container({ running: {} });
    const events = [
      { reason: "FailedMount", message: "old" },
      { reason: "Unhealthy", message: "Readiness probe failed: HTTP 503" },
      { reason: "Other", message: "x" },
    ];
    expect(podProblem(running, events)?.text).toBe("Unhealthy: Readiness probe failed: HTTP 503");
    expect(podProblem(running, [])).toBeUndefined();
  });

  it("shortens long messages", () => {
    const text = podProblem(blocked("ErrImagePull", "x".repeat(1000)), [])?.text ?? "";
    expect(text).toHaveLength(301);
  });
});

describe("isUnready", () => {
  const conditions = [{ type: "Ready", status: "True" }];
  it.each<[string, PropertyMap, boolean]>([
    ["a starting pod", { status: { phase: "Pending" } }, true],
    ["a ready pod", { status: { phase: "Running", conditions } }, false],
    ["a done pod", { status: { phase: "Succeeded" } }, false],
    ["a stopping pod", { metadata: { deletionTimestamp: "now" }, status: {} }, false],
  ])("judges %s", (_what, pod, unready) => {
    expect(isUnready(pod)).toBe(unready);
  });
});
