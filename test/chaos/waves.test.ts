import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck } from "../../cluster/cannot-check";
import type { Crash, CrashWave, OtherFault, OtherWave, Wave } from "../../chaos/plan";
import { makeWaves, type Stage } from "../../chaos/waves";
import { FakeKubectl } from "./fake-kubectl";
import { paymentProvider, places } from "./places";

const crash: Crash = { kind: "crash", target: paymentProvider, all: true, pick: 0 };
const kill: OtherFault = { kind: "kill", target: paymentProvider, all: true, pick: 0 };

let kubectl: FakeKubectl;
/** What happened, one after the other. */
let happened: string[];
beforeEach(() => {
  kubectl = new FakeKubectl();
  happened = [];
  kubectl.has("pods", {
    items: [
      {
        metadata: { name: "a", namespace: "payments" },
        spec: { nodeName: "node" },
        status: {
          containerStatuses: [{ containerID: "containerd://1", state: { running: {} } }],
        },
      },
    ],
  });
});
afterEach(() => {
  kubectl.remove();
});

function crashWave(): CrashWave {
  return { at: 0, invoices: [], fault: crash, paidShare: 0.25 };
}

function wave(fault: OtherFault, at = 0): OtherWave {
  return { at, invoices: [], fault, delay: 0 };
}

function make(
  waves: readonly Wave[],
  create: Stage["clients"]["create"],
  signal = new AbortController().signal,
) {
  const clients = {
    create,
    hold: () => {
      happened.push("hold");
      return () => happened.push("release");
    },
    idle: () => Promise.resolve(void happened.push("idle")),
    untilPaid: (_: unknown, share: number) => Promise.resolve(void happened.push(`paid ${share}`)),
  };
  const killer = {
    aim: () => {
      happened.push("aim");
      return Promise.resolve({
        fire: () => Promise.resolve(void happened.push("fire")),
        cancel: () => undefined,
      });
    },
    remove: () => Promise.resolve(),
  };
  const say = (line: string) => happened.push(line.replace(/^[\d.]+ s/, "said"));
  return makeWaves(waves, { clients, tools: { places, policies: [], killer }, signal, say });
}

test("a crash comes when all its invoices were there and a share of them is paid", async () => {
  const made = await make([crashWave()], () => Promise.resolve(void happened.push("create")));
  const what = "crash every pod of payment-provider: a";
  expect(made).toEqual([{ made: true, what }]);
  expect(happened).toEqual([
    "hold",
    "idle",
    "create",
    "aim",
    "release",
    "paid 0.25",
    "fire",
    `said: ${what}`,
    "release",
  ]);
});

test("any other fault is made while invoices are still being created", async () => {
  const untilKilled = async () => {
    for (let tries = 0; kubectl.changes.length === 0; tries++) {
      if (tries > 400) throw new Error("nothing was killed");
      await sleep(5);
    }
  };
  expect(await make([wave(kill)], untilKilled)).toEqual([
    { made: true, what: "kill every pod of payment-provider: a" },
  ]);
});

test("a fault that cannot be made does not keep the next wave from its own", async () => {
  kubectl.refuses("eviction", "a budget");
  const none = wave({ kind: "evict", target: paymentProvider, pick: 0 });
  const [first, second] = await make([none, wave(kill, 10)], () => Promise.resolve());
  expect(first).toMatchObject({ made: false });
  expect(second).toMatchObject({ made: true });
});

test.each<[string, Wave]>([
  ["a crash", crashWave()],
  ["another fault", wave(kill)],
])("%s: a refused invoice ends all waves at once", async (_, one) => {
  const refused = make([one, wave(kill, 3_600_000)], () =>
    Promise.reject(new Error("422: no such currency")),
  );
  await expect(refused).rejects.toThrow(new CannotCheck("422: no such currency"));
});

test("an interrupted run ends with the reason of its signal, and makes nothing more", async () => {
  const stop = new AbortController();
  const stopped = make([wave(kill, 3_600_000)], () => Promise.resolve(), stop.signal);
  stop.abort(new Error("interrupted"));
  await expect(stopped).rejects.toThrow("interrupted");
  expect(kubectl.changes).toEqual([]);
});
