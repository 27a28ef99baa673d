import type { JudgedCell, Outcome } from "../../../verify/traffic/judge";
import type { Verdict } from "../../../verify/verdict";
import { isSettled, type Round, untilSettled } from "../../../verify/traffic/settle";

const judged = (outcome: Outcome, verdict: Verdict): JudgedCell => ({
  id: "twin -> payment-provider/name",
  from: "twin",
  to: "payment-provider/name",
  expected: "refused",
  controls: [],
  controlOnly: false,
  observations: [{ via: "name", address: "payment-provider:8082", outcome, detail: "" }],
  verdict,
  reason: "",
});
const one = judged("refused", "right");
const good = [one];
const bad = [judged("answered", "wrong")];

test.each<[string, Round[], boolean]>([
  ["nothing yet", [], false],
  ["one round", [{ judged: good, elapsed: 900 }], false],
  ["two rounds that are right", [good, good].map((judged) => ({ judged, elapsed: 900 })), true],
  [
    "two rounds that are wrong, early",
    [bad, bad].map((judged) => ({ judged, elapsed: 900 })),
    false,
  ],
  [
    "two rounds that are wrong, late",
    [bad, bad].map((judged) => ({ judged, elapsed: 10_000 })),
    true,
  ],
  ["right after wrong", [bad, good].map((judged) => ({ judged, elapsed: 10_000 })), false],
  ["wrong after right", [good, bad].map((judged) => ({ judged, elapsed: 10_000 })), false],
  [
    "rejected, then dropped: the node bounds how often it says no",
    [good, [judged("silent", "right")]].map((judged) => ({ judged, elapsed: 900 })),
    true,
  ],
  [
    "one address less: the service has lost a pod meanwhile",
    [[{ ...one, observations: [...one.observations, ...one.observations] }], good].map(
      (judged) => ({ judged, elapsed: 900 }),
    ),
    false,
  ],
  ["right twice after wrong", [bad, good, good].map((judged) => ({ judged, elapsed: 2000 })), true],
])("%s", (_, rounds, settled) => {
  expect(isSettled(rounds)).toBe(settled);
});

test("asks until two rounds agree", async () => {
  const rounds = [bad, good, good, bad];
  let asked = 0;
  const result = await untilSettled(() => {
    asked += 1;
    return Promise.resolve(rounds[asked - 1] ?? []);
  }, new AbortController().signal);
  expect([asked, result]).toEqual([3, good]);
});

test("ends when it is told to", async () => {
  const stop = new AbortController();
  const ended = untilSettled(() => {
    stop.abort();
    return Promise.resolve(good);
  }, stop.signal);
  await expect(ended).rejects.toThrow("aborted");
});
