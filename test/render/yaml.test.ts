import { loadAll } from "js-yaml";
import type { Manifest } from "../../render/manifests";
import { toStream, toYaml } from "../../render/yaml";

const namespace: Manifest = {
  path: "pay/namespace-pay.yaml",
  isKubernetes: true,
  content: { zone: 1, metadata: { labels: { b: "yes", a: "8081" }, name: "pay" }, kind: "Role" },
};
const role: Manifest = {
  path: "pay/aws-role-pay.yaml",
  isKubernetes: false,
  content: {
    inputs: { text: "one\n\ntwo\n", name: "people" },
    name: "pay",
    type: "aws:iam/role:Role",
  },
};

test("keys are in an order of their own, what an object is first", () => {
  expect(toYaml(namespace)).toBe(`\
kind: Role
metadata:
  name: pay
  labels:
    a: '8081'
    b: 'yes'
zone: 1
`);
});

test("a long line stays one, and what is there twice is written twice", () => {
  const shared = { text: "word ".repeat(100).trim() };
  const line = `text: ${shared.text}`;
  expect(toYaml({ ...namespace, content: { a: shared, b: shared } })).toBe(
    `a:\n  ${line}\nb:\n  ${line}\n`,
  );
});

test("in the stream each has its path, and what Kubernetes would not take is a comment", () => {
  const stream = toStream([role, namespace]);
  expect(stream).toBe(`\
---
# pay/aws-role-pay.yaml
# type: aws:iam/role:Role
# name: pay
# inputs:
#   name: people
#   text: |
#     one

#     two
---
# pay/namespace-pay.yaml
${toYaml(namespace)}`);
  expect(loadAll(stream)).toEqual([null, namespace.content]);
});
