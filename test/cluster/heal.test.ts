import { execFileSync, spawnSync } from "node:child_process";
import * as path from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { docker, node, root, runOnNode } from "./node";

interface State {
  readonly stack: unknown;
  readonly pods: readonly string[];
}

/** What must outlive a process that is killed: the stack's outputs and the services' pods. */
function state(): State {
  const pods = execFileSync(
    "kubectl",
    ["get", "pods", "--all-namespaces", "--selector=team", "--output=jsonpath={..metadata.uid}"],
    { encoding: "utf8" },
  );
  const stack = execFileSync("pulumi", ["stack", "output", "--json", "--stack", "dev"], {
    cwd: root,
    encoding: "utf8",
  });
  return { stack: JSON.parse(stack), pods: pods.split(" ") };
}

/** Fails if a pod was replaced. An autoscaler may meanwhile have added pods, or taken some away. */
function expectSamePods(before: readonly string[], after: readonly string[]): void {
  const [fewer, more] = before.length < after.length ? [before, after] : [after, before];
  expect(more).toEqual(expect.arrayContaining([...fewer]));
}

/** Kills a program by name, in the node's own process namespace only. */
const onNode = (program: string) => () => {
  runOnNode('kill -KILL $(pidof "$1")', program);
};

/** Long enough for what watches the API server to wait a while before it asks again. */
function keepApiServerAway(): void {
  runOnNode(`
    cd /etc/kubernetes
    mv manifests/kube-apiserver.yaml .
    kill -KILL $(pidof kube-apiserver)
    (sleep 45; mv kube-apiserver.yaml manifests/) >/dev/null 2>&1 &
  `);
}

const container = (name: string) => () => {
  docker("kill", name);
};

/** A daemon of setup.sh's own; a user's Docker is not ours to kill. */
const ownDaemon = existsSync(path.join(root, ".state/docker"));

/** Its processes are all in a namespace of its own, and end with its first. */
function killDaemon(): void {
  process.kill(Number(readFileSync("/run/sre-challenge/daemon.pid", "utf8")), "SIGKILL");
}

const kills: [string, (() => void)[]][] = [
  [
    "containerd, etcd, the registry and the load balancer",
    [
      onNode("containerd"),
      onNode("etcd"),
      container("sre-challenge-registry"),
      container("sre-challenge-load-balancer"),
    ],
  ],
  ["the API server, which stays away for a while", [keepApiServerAway]],
  ownDaemon
    ? ["the Docker daemon, and the node with it", [killDaemon]]
    : ["the node", [container(node)]],
];

describe("setup.sh after a kill -9", () => {
  test.each(kills)(
    "of %s",
    (_, parts) => {
      const before = state();

      for (const kill of parts) kill();
      const { status, stdout } = spawnSync("bash", [path.join(root, "setup.sh")], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      });

      expect(stdout).toMatch(/verify: (\d+) cells, \1 right, 0 wrong/);
      expect(status).toBe(0);
      const after = state();
      expect(after.stack).toEqual(before.stack);
      expectSamePods(before.pods, after.pods);
    },
    300_000,
  );
});
