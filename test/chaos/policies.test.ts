import { isAllowing, type Policy } from "../../chaos/policies";

const policy = (spec: Policy["spec"]): Policy => ({
  metadata: { name: "it", namespace: "team" },
  spec,
});
const somePods = { matchLabels: { "app.kubernetes.io/name": "it" } };

test.each<[string, Policy["spec"], boolean]>([
  ["lets somebody in", { podSelector: somePods, ingress: [{}] }, true],
  ["lets somebody out", { podSelector: somePods, egress: [{}] }, true],
  ["denies all", { podSelector: {} }, false],
  ["opens the way to DNS for all pods", { podSelector: {}, egress: [{}] }, false],
  ["lets nobody in", { podSelector: somePods, ingress: [] }, false],
])("one that %s", (_, spec, allowing) => {
  expect(isAllowing(policy(spec))).toBe(allowing);
});
