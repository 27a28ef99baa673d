import type { Finding } from "../../why/finding";
import { fold } from "../../why/fold";
import { isRight, toJson, toText } from "../../why/report";

const finding = (object: string, pod: string, problem: Partial<Finding>): Finding => ({
  object,
  namespace: "payments",
  state: "0 of 2 ready",
  cause: "it is broken",
  next: "mend it",
  pods: pod === "" ? [] : [{ name: pod, restarts: 0 }],
  ...problem,
});
const log = { container: "it", previous: false };

describe("fold", () => {
  it("puts the most frequent problem first, and has each once", () => {
    const blocks = fold([
      finding("Service payments/a", "", { cause: "rare" }),
      finding("Deployment payments/a", "a-1", {}),
      finding("Deployment payments/a", "a-2", {}),
      finding("Deployment payments/b", "b-1", {}),
    ]);
    const pods = (...names: string[]) => names.map((name) => ({ name, restarts: 0 }));
    const state = "0 of 2 ready";
    expect(blocks).toEqual([
      {
        cause: "it is broken",
        next: "mend it",
        objects: [
          { object: "Deployment payments/a", state, pods: pods("a-1", "a-2") },
          { object: "Deployment payments/b", state, pods: pods("b-1") },
        ],
      },
      {
        cause: "rare",
        next: "mend it",
        objects: [{ object: "Service payments/a", state, pods: [] }],
      },
    ]);
  });

  it("puts last what only takes its time", () => {
    const blocks = fold([
      finding("Deployment payments/a", "a-1", { cause: "starting", passing: true }),
      finding("Deployment payments/b", "b-1", { cause: "starting", passing: true }),
      finding("Deployment payments/c", "c-1", {}),
    ]);
    expect(blocks.map(({ cause, passing }) => [cause, passing])).toEqual([
      ["it is broken", undefined],
      ["starting", true],
    ]);
  });

  it("keeps workloads apart whose logs tell more, with the log of one pod each", () => {
    const blocks = fold([
      finding("Deployment payments/a", "a-1", { log }),
      finding("Deployment payments/b", "b-1", { log }),
      finding("Deployment payments/b", "b-2", { log }),
    ]);
    expect(blocks.map((block) => block.log)).toEqual([
      { ...log, namespace: "payments", pod: "b-1" },
      { ...log, namespace: "payments", pod: "a-1" },
    ]);
  });
});

const block = {
  cause: "container it keeps crashing with exit code 3",
  next: "mend it",
  objects: [
    {
      object: "Deployment payments/a",
      state: "0 of 2 ready",
      pods: [
        { name: "a-1", restarts: 4 },
        { name: "a-2", restarts: 0 },
      ],
    },
  ],
  log: { ...log, namespace: "payments", pod: "a-1" },
  lines: ["last words"],
};

describe("the text", () => {
  it("has a block for each problem", () => {
    const other = {
      cause: "none of its pods is ready",
      next: "see why",
      objects: [{ object: "Service payments/a", state: "no ready endpoints", pods: [] }],
      lines: [],
    };
    expect(toText({ blocks: [block, other], triedAgain: ["Pod payments/db-0"] })).toBe(
      `container it keeps crashing with exit code 3
  Deployment payments/a, 0 of 2 ready: a-1 (restarts: 4), a-2
  the log of a-1, container it:
  | last words
  next: mend it

none of its pods is ready
  Service payments/a, no ready endpoints
  next: see why

tried again: Pod payments/db-0`,
    );
  });

  it("says that all is ready", () => {
    const report = { blocks: [], triedAgain: [] };
    expect(toText(report)).toBe("all workloads are ready");
    expect(isRight(report)).toBe(true);
    expect(isRight({ ...report, blocks: [block] })).toBe(false);
  });
});

test("JSON is the whole report", () => {
  const report = { blocks: [block], triedAgain: [] };
  expect(JSON.parse(toJson(report))).toEqual(report);
});
