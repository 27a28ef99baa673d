import { setTimeout as sleep } from "node:timers/promises";
import { startKiller } from "../../chaos/killer";
import { FakeKubectl } from "./fake-kubectl";

const removal = "delete namespace --selector sre-challenge/chaos --wait=false";
const args = { run: "r1", image: "chaos-killer:1", longest: 60 };

let kubectl: FakeKubectl;
beforeEach(() => {
  kubectl = new FakeKubectl();
  kubectl.has("nodes", { items: [{ metadata: { name: "node-1" } }] });
});
afterEach(() => {
  kubectl.remove();
});

function start(signal = new AbortController().signal) {
  return startKiller(args, signal);
}

test("it takes the place of one that an earlier run left, and waits until it is there", async () => {
  await start();
  const [first, created, waited, ...more] = kubectl.changes;
  expect(first).toBe(removal);
  expect(created).toMatch(/^create --filename - <<< .*"kind":"Namespace".*"name":"chaos-r1"/);
  expect(created).toMatch(/"image":"chaos-killer:1"/);
  expect(waited).toBe("wait --for=condition=Ready pod --all --timeout=60s --namespace chaos-r1");
  expect(more).toEqual([]);
});

test("it kills on each node what runs there, when it is told to", async () => {
  kubectl.says("exec", "ready");
  const killer = await start();
  const shot = await killer.aim(
    new Map([
      ["node-1", ["a1", "b2"]],
      ["node-2", ["c3"]],
    ]),
  );
  await shot.fire();
  shot.cancel();
  await killer.remove();
  const exec = "exec --stdin --namespace chaos-r1";
  expect(kubectl.changes.slice(3).sort()).toEqual([
    removal,
    `${exec} killer-node-1 -- /killer kill a1 b2 <<< go`,
    `${exec} killer-node-2 -- /killer kill c3 <<< go`,
  ]);
});

test("what is cancelled is not told to kill", async () => {
  kubectl.says("exec", "ready");
  const shot = await (await start()).aim(new Map([["node-1", ["a1"]]]));
  shot.cancel();
  while (kubectl.changes.length < 4) {
    await sleep(10);
  }
  expect(kubectl.changes.at(-1)).toBe(
    "exec --stdin --namespace chaos-r1 killer-node-1 -- /killer kill a1",
  );
});

test("where a killer cannot be asked, it says so", async () => {
  const killer = await start();
  kubectl.refusesAtOnce("exec", "no such container");
  await expect(killer.aim(new Map([["node-1", ["a1"]]]))).rejects.toThrow("no such container");
});

test("a node that is dead keeps no other from its shot", async () => {
  kubectl.says("exec", "ready");
  const killer = await start();
  kubectl.refusesAtOnce("killer-dead", "no route to host");
  const shot = await killer.aim(
    new Map([
      ["dead", ["a1"]],
      ["node-1", ["b2"]],
    ]),
  );
  await shot.fire();
  expect(kubectl.changes.at(-1)).toBe(
    "exec --stdin --namespace chaos-r1 killer-node-1 -- /killer kill b2 <<< go",
  );
});

test("one that does not start is taken away", async () => {
  kubectl.refuses("^wait", "timed out");
  await expect(start()).rejects.toThrow("timed out");
  expect(kubectl.changes.at(-1)).toBe(removal);
});

test("an interrupted start leaves nothing", async () => {
  const stop = new AbortController();
  const started = start(stop.signal);
  stop.abort();
  await expect(started).rejects.toThrow();
  expect(kubectl.changes.at(-1)).toBe(removal);
});
