import { person } from "../../../rbac/identity";
import { parseResource } from "../../../rbac/resource";
import { inParallel } from "../../../verify/access/in-parallel";
import { reviewOf } from "../../../verify/access/reviews";

const alice = person("alice", ["team"]);
const who = { user: "alice", groups: ["team", "system:authenticated"] };

test("a review asks of an object", () => {
  const resource = parseResource("deployments.apps/scale[web]");
  expect(reviewOf(alice, { verb: "patch", namespace: "payments", resource })).toEqual({
    spec: {
      ...who,
      resourceAttributes: {
        verb: "patch",
        namespace: "payments",
        group: "apps",
        resource: "deployments",
        subresource: "scale",
        name: "web",
      },
    },
  });
});

test("a review asks of a path", () => {
  expect(reviewOf(alice, { verb: "get", path: "/version" })).toEqual({
    spec: { ...who, nonResourceAttributes: { verb: "get", path: "/version" } },
  });
});

test("work in parallel is bounded and keeps the order", async () => {
  let running = 0;
  let peak = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (item) => {
    peak = Math.max(peak, ++running);
    for (let i = 0; i < item; i++) await Promise.resolve();
    running--;
    return item * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(peak).toBe(2);
});

test("the first failure ends it", async () => {
  await expect(
    inParallel([1, 2], 1, (item) => Promise.reject(new Error(`no ${item}`))),
  ).rejects.toThrow("no 1");
});
