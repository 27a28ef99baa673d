import type { Cell } from "../../../verify/traffic/cells";
import { judge, type Observation, type Outcome } from "../../../verify/traffic/judge";
import type { CellId } from "../../../verify/traffic/names";

const allowed: Cell = {
  id: "invoice-app -> payment-provider/pod-ip",
  from: "invoice-app",
  to: "payment-provider/pod-ip",
  expected: "allowed",
  controls: [],
  controlOnly: false,
};
const control: Cell = {
  id: "bystander -> open",
  from: "bystander",
  to: "open",
  expected: "allowed",
  controls: [],
  controlOnly: true,
};
const refused: Cell = {
  id: "bystander -> payment-provider/pod-ip",
  from: "bystander",
  to: "payment-provider/pod-ip",
  expected: "refused",
  controls: ["bystander -> open", "invoice-app -> payment-provider/pod-ip"],
  controlOnly: false,
};

const observation = (outcome: Outcome): Observation => ({
  via: "pod IP",
  address: "10.244.0.7:8082",
  outcome,
  detail: `it was ${outcome}`,
});

/** Verdict and reason of each cell, in the order allowed, control, refused. */
function verdicts(...observed: readonly (readonly Outcome[])[]): [string, string][] {
  const cells = [allowed, control, refused];
  const byCell = new Map<CellId, Observation[]>();
  cells.forEach(({ id }, i) => byCell.set(id, (observed[i] ?? []).map(observation)));
  return judge(cells, byCell).map(({ verdict, reason }) => [verdict, reason]);
}

const right = ["right", ""];

test("everything is as expected", () => {
  expect(verdicts(["answered", "answered"], ["answered"], ["refused", "silent"])).toEqual([
    right,
    right,
    right,
  ]);
});

test.each<Outcome>(["denied", "connected", "refused", "silent", "unresolved", "failed"])(
  "an allowed cell of which one address is %s is wrong",
  (outcome) => {
    const [first] = verdicts(["answered", outcome], ["answered"], ["refused"]);
    expect(first).toEqual(["wrong", `10.244.0.7:8082: it was ${outcome}`]);
  },
);

test.each<Outcome>(["answered", "denied", "connected"])(
  "a refused cell of which one address is %s is wrong, whatever its controls say",
  (outcome) => {
    const [, , third] = verdicts([], [], ["refused", outcome]);
    expect(third).toEqual(["wrong", `10.244.0.7:8082: it was ${outcome}`]);
  },
);

test.each<Outcome>(["unresolved", "failed"])(
  "a refused cell of which one address is %s proves nothing",
  (outcome) => {
    const [, , third] = verdicts(["answered"], ["answered"], ["refused", outcome]);
    expect(third).toEqual(["unproven", `10.244.0.7:8082: it was ${outcome}`]);
  },
);

test("a dead server proves no isolation", () => {
  expect(verdicts(["silent"], ["answered"], ["silent"])).toEqual([
    ["wrong", "10.244.0.7:8082: it was silent"],
    right,
    ["unproven", "not let through: invoice-app -> payment-provider/pod-ip"],
  ]);
});

test("a client without a network proves no isolation", () => {
  expect(verdicts(["answered"], ["silent"], ["silent"])).toEqual([
    right,
    ["wrong", "10.244.0.7:8082: it was silent"],
    ["unproven", "not let through: bystander -> open"],
  ]);
});

test("a cell that had nobody to ask proves nothing", () => {
  expect(verdicts([], ["answered"], [])).toEqual([
    ["wrong", "nobody to ask"],
    right,
    ["unproven", "nobody to ask"],
  ]);
});

test("a cell that was not asked at all proves nothing", () => {
  expect(judge([refused], new Map())).toEqual([
    { ...refused, observations: [], verdict: "unproven", reason: "nobody to ask" },
  ]);
});

describe("a cell that is denied for want of a token", () => {
  const denied: Cell = {
    id: "invoice-app -> payment-provider/without-token",
    from: "invoice-app",
    to: "payment-provider/without-token",
    expected: "denied",
    controls: ["invoice-app -> payment-provider/pod-ip"],
    controlOnly: false,
  };
  const judged = (control: Outcome, ...seen: readonly Outcome[]) =>
    judge(
      [allowed, denied],
      new Map([
        [allowed.id, [observation(control)]],
        [denied.id, seen.map(observation)],
      ]),
    )[1];

  test("is right if each address denies, and the control is let through", () => {
    expect(judged("answered", "denied", "denied")).toMatchObject({ verdict: "right", reason: "" });
  });

  test.each<Outcome>(["answered", "connected", "refused", "silent", "unresolved", "failed"])(
    "is wrong if one address is %s",
    (outcome) => {
      const reason = `10.244.0.7:8082: it was ${outcome}`;
      expect(judged("answered", "denied", outcome)).toMatchObject({ verdict: "wrong", reason });
    },
  );

  test("is wrong if nobody was asked", () => {
    expect(judged("answered")).toMatchObject({ verdict: "wrong", reason: "nobody to ask" });
  });

  test("proves nothing of a server that denies everyone", () => {
    expect(judged("denied", "denied")).toMatchObject({
      verdict: "unproven",
      reason: "not let through: invoice-app -> payment-provider/pod-ip",
    });
  });
});
