import { execFileSync, spawnSync } from "node:child_process";
import * as path from "node:path";
import { describeOnNode, root, runOnNode } from "./node";

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
function killOnNode(program: string): void {
  runOnNode('kill -KILL $(pidof "$1")', program);
}

// On a laptop Minikube's own container holds these, and its own restart policy heals them.
describeOnNode("setup.sh after a kill -9 on the node", () => {
  test.each(["containerd docker-registry", "kube-apiserver dockerd", "etcd"])(
    "of %s",
    (programs) => {
      const before = state();

      programs.split(" ").forEach(killOnNode);
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
