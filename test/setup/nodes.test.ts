import * as fs from "node:fs";
import { join } from "node:path";
import { equip } from "./fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(60_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

const startedWith = (): readonly string[] =>
  machine.calls().flatMap((call) => /^minikube start .*(--nodes=\d+)/.exec(call)?.[1] ?? []);

test("a cluster keeps the number of nodes that it was made with", async () => {
  expect((await machine.run(["--nodes", "3"])).code).toBe(0);
  expect(startedWith()).toEqual(["--nodes=3"]);
  expect((await machine.run()).code).toBe(0);
  expect((await machine.run(["--nodes", "3"])).code).toBe(0);
  expect(startedWith()).toEqual(["--nodes=3"]);

  const { code, stderr } = await machine.run(["--nodes", "2"]);
  expect(code).toBe(1);
  expect(stderr).toContain("this clone's cluster has 3 node(s), not 2; their number stays");
  expect(stderr).toContain("--destroy");
  expect(machine.calls().join("\n")).not.toContain("minikube delete");
});

test("a cluster that was destroyed may come back with another number", async () => {
  await machine.run(["--nodes", "3"]);
  await machine.run(["--destroy"]);
  expect((await machine.run()).code).toBe(0);
  expect(startedWith()).toEqual(["--nodes=3", "--nodes=1"]);
});

test("the load balancer asks each node", async () => {
  const { stdout } = await machine.shell(
    ["cluster/load-balancer"],
    `pod_ranges() { echo "one 10.244.0.0/24 192.168.49.2"; echo "two 10.244.1.0/24 192.168.49.3"; }
     load_balancer_configuration`,
  );
  expect(stdout.split("\n").filter((line) => /^ *server /.test(line))).toEqual([
    `  server one 192.168.49.2:${machine.port}`,
    `  server two 192.168.49.3:${machine.port}`,
  ]);
});

test("the load balancer is made anew for another configuration, and only then", async () => {
  const made = () => machine.calls().filter((call) => call.startsWith("docker create")).length;
  await machine.run();
  await machine.run();
  expect(made()).toBe(1);
  fs.appendFileSync(join(machine.clone, "toolchain/cluster/haproxy.cfg"), "  # another\n");
  await machine.run();
  expect(made()).toBe(2);
});
