import { anonymous } from "../../../rbac/identity";
import { type AnsweredCell, judge } from "../../../verify/access/judge";
import { isRight, toJson, toText, verdictLine } from "../../../verify/access/report";
import type { Attempt, Outcome } from "../../../verify/access/status";

const attempt = (outcome: Outcome): Attempt => ({ outcome, detail: `it was ${outcome}` });

/** `payments member: list pods in payments`, answered as said. */
function cell(
  allowed: boolean,
  [evaluated, reviewed]: readonly [boolean, boolean],
  outcome?: Outcome,
  subject = "payments member",
): AnsweredCell {
  const right = { verb: "list", target: "pods", place: "payments" } as const;
  return {
    ...right,
    id: `${subject}: list pods in payments`,
    subject,
    identity: anonymous,
    question: { verb: "list", path: "/" },
    allowed,
    evaluated,
    reviewed,
    ...(outcome && { attempt: attempt(outcome) }),
  };
}

const yes = [true, true] as const;
const no = [false, false] as const;
const letThrough = cell(true, yes, "allowed", "viewer");
const verdictOf = (one: AnsweredCell, ...others: readonly AnsweredCell[]) => {
  const [judged] = judge([one, ...others], new Map());
  return [judged?.verdict, judged?.reason];
};

test.each([
  ["a yes that nobody tried", cell(true, yes)],
  ["a no that nobody tried", cell(false, no)],
  ["a yes", cell(true, yes, "allowed")],
  ["a yes that admission refused", cell(true, yes, "guardrail")],
  ["a no beside a control", cell(false, no, "refused")],
])("%s is right", (_, one) => {
  expect(verdictOf(one, letThrough)).toEqual(["right", ""]);
});

test.each([
  ["the RBAC objects", cell(false, [true, false]), "expected no; its RBAC objects say yes"],
  ["the review", cell(true, [true, false]), "expected yes; its review says no"],
  ["the try", cell(false, no, "allowed"), "expected no; tried: yes: it was allowed"],
  [
    "the try, which got as far as admission",
    cell(false, no, "guardrail"),
    "expected no; tried: yes: it was guardrail",
  ],
  ["the try, refused", cell(true, yes, "refused"), "expected yes; tried: no: it was refused"],
  [
    "all of them",
    cell(true, no, "refused"),
    "expected yes; its RBAC objects say no; its review says no; tried: no: it was refused",
  ],
])("where %s disagrees the cell is wrong", (_, one, reason) => {
  expect(verdictOf(one, letThrough)).toEqual(["wrong", reason]);
});

test.each([
  ["failed", "tried: it was failed"],
  ["refused", "refused, but nobody was let through with the same"],
] as const)("a try that %s, alone, proves nothing", (outcome, reason) => {
  expect(verdictOf(cell(false, no, outcome))).toEqual(["unproven", reason]);
});

test("the administrator is a control where no subject is", () => {
  const controls = new Map([["list pods", attempt("allowed")]]);
  const [alone] = judge([cell(false, no, "refused")], controls);
  const [beside] = judge([cell(false, no, "refused"), letThrough], controls);
  expect([alone?.control, alone?.verdict]).toEqual(["administrator", "right"]);
  expect(beside?.control).toBe("subject");
  const [refused] = judge(
    [cell(false, no, "refused")],
    new Map([["list pods", attempt("failed")]]),
  );
  expect(refused?.verdict).toBe("unproven");
});

describe("the report", () => {
  const team = (name: string, refusals: number) =>
    Array.from({ length: refusals }, () => cell(false, no, "refused", `${name} member`));
  const rest = Array.from({ length: 500 }, () => cell(false, no));
  const report = (...cells: readonly AnsweredCell[]) => ({
    cells: judge([...cells, letThrough], new Map()),
    elapsed: 1,
  });
  const enough = [...team("invoices", 30), ...team("payments", 31), ...rest];

  test("counts in its last line", () => {
    expect(verdictLine(report(...enough))).toBe(
      "verify: 562 cells, 562 right, 0 wrong; 62 with real credentials; real refusals beside an allowed control: invoices 30, payments 31",
    );
    expect(isRight(report(...enough))).toBe(true);
  });

  test("names the cell where the answers disagree", () => {
    const wrong = report(...enough, cell(false, [false, true], "refused", "stranger"));
    expect(isRight(wrong)).toBe(false);
    expect(toText(wrong)).toContain(
      "\nWRONG stranger: list pods in payments: expected no; its review says yes\nverify: 563 cells, 562 right, 1 wrong;",
    );
    expect(JSON.parse(toJson(wrong))).toMatchObject({ right: false, verdict: verdictLine(wrong) });
  });

  test.each([
    ["cells", [...team("invoices", 30), ...team("payments", 30)], "fewer than 500 cells"],
    ["tries", rest, "fewer than 60 tried"],
    [
      "refusals of a team",
      [...team("invoices", 60), ...team("payments", 24), ...rest],
      "fewer than 25 refusals of payments member",
    ],
  ])("is not right with too few %s", (_, cells, shortage) => {
    expect(isRight(report(...cells))).toBe(false);
    expect(verdictLine(report(...cells))).toContain(shortage);
  });
});
