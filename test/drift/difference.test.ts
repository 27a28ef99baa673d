import { differences, missingFrom } from "../../drift/difference";
import { pathText } from "../../drift/field-path";
import type { Json } from "../../drift/json";

function shown(expected: Json, found: Json) {
  return differences(expected, found).map(({ path, ...values }) => [
    pathText(path),
    values.expected,
    values.found,
  ]);
}

test("fields that were changed, removed and added", () => {
  expect(
    shown({ a: { same: 1, changed: 1, gone: 1 } }, { a: { added: null, changed: 2, same: 1 } }),
  ).toEqual([
    ["a.added", undefined, null],
    ["a.changed", 1, 2],
    ["a.gone", 1, undefined],
  ]);
});

test("a field whose name is no word", () => {
  expect(shown({ "a.b/c": 1 }, {})).toEqual([['["a.b/c"]', 1, undefined]]);
});

test("the elements of a list by what tells them apart, in whatever order", () => {
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ name, value: "1" }));
  expect(
    shown({ env: [a ?? null, b ?? null] }, { env: [{ name: "b", value: "2" }, c ?? null] }),
  ).toEqual([
    ["env[name=a]", a, undefined],
    ["env[name=b].value", "1", "2"],
    ["env[name=c]", undefined, c],
  ]);
});

test("another order of such a list, which may count", () => {
  const [a, b] = [{ name: "a" }, { name: "b" }];
  expect(shown({ env: [a, b] }, { env: [b, a] })).toEqual([["env", [a, b], [b, a]]]);
});

test("elements that a key cannot tell apart, by their places", () => {
  const twice = [
    { name: "a", x: 1 },
    { name: "a", x: 2 },
  ];
  expect(
    shown(
      { env: twice },
      {
        env: [
          { name: "a", x: 1 },
          { name: "a", x: 3 },
        ],
      },
    ),
  ).toEqual([["env[1].x", 2, 3]]);
});

test("rules: of those that are not equal, the ones at the same place", () => {
  const [pods, logs, secrets] = ["pods", "pods/log", "secrets"].map((resource) => ({
    resources: [resource],
    verbs: ["get"],
  }));
  expect(
    shown(
      { rules: [pods ?? null, logs ?? null] },
      { rules: [{ resources: ["pods"], verbs: ["get", "delete"] }, logs ?? null, secrets ?? null] },
    ),
  ).toEqual([
    ["rules[0].verbs", undefined, ["delete"]],
    ["rules[2]", undefined, secrets],
  ]);
});

test("a peer that was emptied means everyone", () => {
  expect(shown({ ingress: [{ from: [{ a: 1 }] }] }, { ingress: [{}] })).toEqual([
    ["ingress[0].from", [{ a: 1 }], undefined],
  ]);
});

test("plain values: what is missing, and what is there besides", () => {
  expect(shown({ l: ["a", "b", "b"] }, { l: ["b", "c"] })).toEqual([["l", ["a", "b"], ["c"]]]);
  expect(shown({ l: ["a", "b"] }, { l: ["b", "a"] })).toEqual([["l", ["a", "b"], ["b", "a"]]]);
  expect(shown({ l: [] }, { l: ["a"] })).toEqual([["l", undefined, ["a"]]]);
});

test("another type of value", () => {
  expect(shown({ a: [1] }, { a: { b: 1 } })).toEqual([["a", [1], { b: 1 }]]);
});

test("nothing is missing from what has more", () => {
  const stated = { spec: { list: [{ a: 1 }] } };
  expect(missingFrom(stated, { spec: { list: [{ a: 1, b: 2 }], more: 1 } })).toEqual([]);
  expect(missingFrom(stated, { spec: { list: [{ b: 2 }] } })).toEqual([
    { path: ["spec", "list", { index: 0 }, "a"], expected: 1, found: undefined },
  ]);
});
