import { listed } from "../../why/objects";
import { podProblem } from "../../why/pod-problem";
import { now } from "./fake-cluster";

const podOf = (object: object) => listed("Pod", object);
const warning = (reason: string, message: string) => listed("Event", { reason, message });

const container = (state: object, more: object = {}) =>
  podOf({
    metadata: { namespace: "payments", name: "web-1" },
    status: {
      podIP: "10.0.0.7",
      containerStatuses: [{ name: "web", image: "web:1", state, ...more }],
    },
  });
const blocked = (reason: string, message = "") => container({ waiting: { reason, message } });
const crashing = (terminated: object) =>
  container({ waiting: { reason: "CrashLoopBackOff" } }, { lastState: { terminated } });

const previous = { container: "web", previous: true };
const push =
  "push that image or correct its name, then `pulumi up`; the node tries again by itself within 5 minutes";
const make =
  "make what is missing, or correct its name: `pulumi up --refresh` makes again what the program owns";
const start = "correct its command, its mounts or its image, then `pulumi up`";
const mend = "mend what its log says, then `pulumi up`";

describe("podProblem", () => {
  it.each([
    [
      "a missing image",
      blocked("ErrImagePull", "not found"),
      { cause: "image web:1 cannot be pulled (not found)", next: push },
    ],
    [
      "a missing image, some time later",
      blocked("ImagePullBackOff", 'Back-off pulling image "web:1": ErrImagePull: not found'),
      { cause: "image web:1 cannot be pulled (not found)", next: push },
    ],
    [
      "a name that is none",
      blocked("InvalidImageName"),
      {
        cause: "image web:1 is not a valid name",
        next: "correct the image's name, then `pulumi up`",
      },
    ],
    [
      "a root image where that is forbidden",
      blocked(
        "CreateContainerConfigError",
        'container has runAsNonRoot and image will run as root (pod: "web-1_payments(1-2)", container: web)',
      ),
      {
        cause:
          "container web cannot be created (container has runAsNonRoot and image will run as root)",
        next: "set `runAsUser` to a number other than 0 in the pod's spec, or `USER` in its Dockerfile, then `pulumi up`",
      },
    ],
    [
      "a ConfigMap still to come",
      blocked("CreateContainerConfigError", 'configmap "a" not found'),
      { cause: 'container web cannot be created (configmap "a" not found)', next: make },
    ],
    [
      "a key that a Secret has not",
      blocked("CreateContainerConfigError", "couldn't find key k in Secret payments/s"),
      {
        cause: "container web cannot be created (couldn't find key k in Secret payments/s)",
        next: make,
      },
    ],
    [
      "a program that does not start",
      blocked("RunContainerError", "no such file"),
      { cause: "container web cannot be started (no such file)", next: start },
    ],
    [
      "a program that does not start, some time later",
      crashing({ exitCode: 128, reason: "StartError", message: "no such file" }),
      { cause: "container web cannot be started (no such file)", next: start },
    ],
    [
      "a crash loop",
      crashing({ exitCode: 3, reason: "Error" }),
      { cause: "container web keeps crashing with exit code 3", next: mend, log: previous },
    ],
    [
      "too much memory",
      crashing({ exitCode: 137, reason: "OOMKilled" }),
      {
        cause: "container web keeps crashing with exit code 137 (OOMKilled)",
        next: "let it use less memory, or raise its memory limit, then `pulumi up`",
        log: previous,
      },
    ],
    [
      "a crash",
      container({ terminated: { exitCode: 1, reason: "Error" } }),
      {
        cause: "container web ended with exit code 1",
        next: mend,
        log: { container: "web", previous: false },
      },
    ],
    [
      "a crash whose successor has just started",
      container({ running: {} }, { lastState: { terminated: { exitCode: 1 } } }),
      { cause: "container web keeps crashing with exit code 1", next: mend, log: previous },
    ],
    [
      "no node",
      podOf({
        status: {
          conditions: [
            {
              type: "PodScheduled",
              status: "False",
              message: "0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes",
            },
          ],
        },
      }),
      {
        cause: "no node takes the pod (0/1 nodes are available: 1 Insufficient memory.)",
        next: "ask for less or for other nodes in the pod's spec, or add a node: `kubectl describe nodes`",
      },
    ],
    [
      "an eviction",
      podOf({ status: { phase: "Failed", reason: "Evicted", message: "low on memory" } }),
      {
        cause: "the pod failed: Evicted (low on memory)",
        next: "give the node back what it lacks, or let the pod ask for what it uses",
      },
    ],
    [
      "a node that does not let go",
      podOf({ metadata: { deletionTimestamp: "2026-01-01T11:59:00Z" } }),
      {
        cause: "the pod should be gone, and still waits for its node",
        next: "look whether its node answers: `kubectl get nodes`",
      },
    ],
  ])("tells of %s", (_what, pod, problem) => {
    expect(podProblem(pod, [], now)).toEqual(problem);
  });

  it("looks at init containers first", () => {
    const init = [{ name: "schema", state: { terminated: { exitCode: 2 } } }];
    const pod = podOf({
      status: { initContainerStatuses: init, containerStatuses: [{ name: "web" }] },
    });
    expect(podProblem(pod, [], now)?.cause).toBe("container schema ended with exit code 2");
  });

  it("takes the registry's words from an event where the kubelet has none", () => {
    const pod = blocked("ImagePullBackOff", 'Back-off pulling image "web:1"');
    const events = [warning("Failed", 'Failed to pull image "web:1": denied')];
    expect(podProblem(pod, events, now)?.cause).toBe("image web:1 cannot be pulled (denied)");
  });

  it("tells the newest event of a running pod that is not ready, without its address", () => {
    const events = [
      warning("FailedMount", "old"),
      warning("Unhealthy", "Readiness probe failed: dial tcp 10.0.0.7:8082: refused"),
      warning("Other", "x"),
    ];
    const running = container({ running: {} });
    expect(podProblem(running, events, now)).toEqual({
      cause: "Unhealthy: Readiness probe failed: dial tcp <pod>:8082: refused",
      next: "the log says what it waits for; a service is ready when its database answers",
      log: { container: "web", previous: false },
    });
    expect(podProblem(running, [], now)?.passing).toBe(true);
  });

  it("names the probe that kills a container", () => {
    const events = [warning("Unhealthy", "Liveness probe failed: timeout")];
    expect(podProblem(crashing({ exitCode: 137, reason: "Error" }), events, now)).toEqual({
      cause: "container web is killed by its probe (Liveness probe failed: timeout)",
      next: "mend what its log says, or give the probe more time",
      log: previous,
    });
  });

  it("cuts long messages", () => {
    const cause = podProblem(blocked("ErrImagePull", "x".repeat(1000)), [], now)?.cause;
    expect(cause).toBe(`image web:1 cannot be pulled (${"x".repeat(600)}…)`);
  });
});

describe("a pod on its way", () => {
  const init = (restartPolicy: string) =>
    podOf({
      spec: { initContainers: [{ name: "schema", restartPolicy }] },
      status: {
        initContainerStatuses: [{ name: "schema", state: { running: {} } }],
        containerStatuses: [{ name: "web", state: { waiting: { reason: "PodInitializing" } } }],
      },
    });
  it.each([
    ["a schema that is waited for", init(""), "init container schema has not ended yet"],
    ["a sidecar that should run", init("Always"), "the pod is starting"],
    [
      "a container that says nothing",
      container({ running: {} }),
      "container web runs and is not ready, and no event says why",
    ],
  ])("tells of %s", (_what, pod, cause) => {
    expect(podProblem(pod, [], now)).toMatchObject({ cause, passing: true });
  });
  it("says who brings a schema that is waited for", () => {
    expect(podProblem(init(""), [], now)).toMatchObject({
      next: "its log says what it waits for; a schema comes by the platform's `pulumi up`",
      log: { container: "schema", previous: false },
    });
  });
});

describe("a pod's readiness", () => {
  const conditions = [{ type: "Ready", status: "True" }];
  const stopping = (deletionTimestamp: string) => ({ metadata: { deletionTimestamp }, status: {} });
  it.each([
    ["a starting pod", { status: { phase: "Pending" } }, true],
    ["a ready pod", { status: { phase: "Running", conditions } }, false],
    ["a done pod", { status: { phase: "Succeeded" } }, false],
    ["a stopping pod", stopping("2026-01-01T11:59:50Z"), false],
    ["a pod that should have stopped", stopping("2026-01-01T11:59:00Z"), true],
  ])("judges %s", (_what, pod, unready) => {
    expect(podProblem(podOf(pod), [], now) !== undefined).toBe(unready);
  });
});
