import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expectHealed, isRunning, killedWhileItCreates } from "./killed-setup";
import { kubectl } from "./kubectl";
import { docker, node, root, runOnNode } from "./node";
import { drift } from "./preview";
import { SetupRun } from "./setup-run";
import { paidState, type StackState } from "./stack-state";

jest.setTimeout(600_000);

/** The processes of this clone's Kubernetes provider, which outlive an engine that is killed. */
function plugins(): string[] {
  const all = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).split("\n");
  return all.filter((args) => args.startsWith(join(root, ".state/pulumi-home/plugins")));
}

/** Kills a program by name, in the node's own process namespace only. */
function killOnNode(program: string): void {
  runOnNode('kill -KILL $(pidof "$1")', program);
}

/** Long enough for what watches the API server to wait a while before it asks again. */
function keepApiServerAway(): void {
  runOnNode(`
    cd /etc/kubernetes
    mv manifests/kube-apiserver.yaml .
    kill -KILL $(pidof kube-apiserver)
    (sleep 45; mv kube-apiserver.yaml manifests/) >/dev/null 2>&1 &
  `);
}

/** The node, with the Docker daemon if it is one of setup.sh's own; a user's is not ours to kill. */
function killNode(): void {
  if (!existsSync(join(root, ".state/docker"))) {
    docker("kill", node);
    return;
  }
  // Its processes are all in a namespace of its own, and end with its first.
  process.kill(Number(readFileSync("/run/sre-challenge/daemon.pid", "utf8")), "SIGKILL");
}

/** Of the services' pods and the databases'. */
async function podIds(): Promise<string[]> {
  const ids = "--output=jsonpath={..metadata.uid}";
  return (await kubectl(["get", "pods", "--all-namespaces", "--selector=team", ids])).split(" ");
}

describe("after a kill -9 the next setup.sh ends green, with what was there before:", () => {
  let before: StackState;
  beforeAll(async () => {
    before = await paidState();
  });

  /** An autoscaler may meanwhile have added pods, or taken some away. */
  async function expectSamePods(earlier: readonly string[]): Promise<void> {
    const now = await podIds();
    const [fewer, more] = earlier.length < now.length ? [earlier, now] : [now, earlier];
    expect(more).toEqual(expect.arrayContaining([...fewer]));
  }

  test("of what the node runs, and of what stands beside it", async () => {
    const pods = await podIds();
    killOnNode("containerd");
    killOnNode("etcd");
    docker("kill", "sre-challenge-registry", "sre-challenge-load-balancer");

    await expectHealed(before);
    await expectSamePods(pods);
  });

  test("of the API server, which stays away for a while", async () => {
    const pods = await podIds();
    keepApiServerAway();

    await expectHealed(before);
    await expectSamePods(pods);
  });

  test("of the node, and of setup.sh during minikube start", async () => {
    const pods = await podIds();
    killNode();
    const run = new SetupRun();
    const start = await run.doing("starting Minikube", "Preparing Kubernetes");
    await run.kill();
    expect(isRunning(start)).toBe(true);

    expect(await expectHealed(before)).toContain("ending what still runs: starting Minikube");
    await expectSamePods(pods);
  });

  test("of setup.sh during pulumi up, and pulumi with it", async () => {
    const update = await killedWhileItCreates();
    process.kill(-update, "SIGKILL");

    expect(plugins()).not.toEqual([]);
    expect(await expectHealed(before)).toContain("looking at what an interrupted update left");
    expect(plugins()).toEqual([]);
    expect(await drift()).toEqual([]);
  });
});
