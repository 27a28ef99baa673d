import { makerOf, touchOf } from "../../drift/touch";
import { object } from "./objects";

const entry = (manager: string, time: string, fieldsV1: object, more: object = {}) => ({
  manager,
  time,
  fieldsV1,
  ...more,
});
const live = object("Deployment", "d", {
  metadata: {
    managedFields: [
      entry("pulumi", "2026-01-01T00:00:00Z", {
        "f:spec": { "f:replicas": {}, "f:env": { 'k:{"name":"a"}': { ".": {}, "f:value": {} } } },
      }),
      entry("kubectl-edit", "2026-01-03T00:00:00Z", {
        "f:spec": { "f:env": { 'k:{"name":"b"}': { ".": {}, "f:value": {} } }, "f:rules": {} },
      }),
      entry("kubectl-label", "2026-01-03T12:00:00Z", { "f:metadata": { "f:labels": {} } }),
      entry("kubelet", "2026-01-04T00:00:00Z", { "f:status": {} }, { subresource: "status" }),
    ] as never,
  },
});
const edit = { manager: "kubectl-edit", time: "2026-01-03T00:00:00Z" };

const label = { manager: "kubectl-label", time: "2026-01-03T12:00:00Z" };

test.each([
  ["an element that somebody added", ["spec", "env", { by: { name: "b" } }], edit],
  ["a part of an atomic list", ["spec", "rules", { index: 0 }, "verbs"], edit],
  ["what was taken away: who wrote last", ["spec", "gone"], label],
  ["a stated field", ["spec", "replicas"], { manager: "pulumi", time: "2026-01-01T00:00:00Z" }],
])("%s", (_, path, touch) => {
  expect(touchOf(live, path, "pulumi")).toEqual(touch);
});

test("without managedFields nobody is known", () => {
  const bare = object("Deployment", "d", { metadata: { managedFields: [{}] } });
  expect(touchOf(bare, ["spec"], "pulumi")).toEqual({ manager: "", time: "" });
  expect(makerOf(object("Deployment", "d"))).toBeUndefined();
});

test("who made it is who wrote first", () => {
  expect(makerOf(live)).toEqual({ manager: "pulumi", time: "2026-01-01T00:00:00Z" });
});
