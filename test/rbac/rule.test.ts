import type { Question } from "../../rbac/question";
import type { Rule } from "../../rbac/rbac-objects";
import { parseResource } from "../../rbac/resource";
import { ruleAllows } from "../../rbac/rule";

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
const rule = (changes: Partial<Rule>): Rule => ({ ...none, verbs: ["get"], ...changes });
const pods = rule({ apiGroups: [""], resources: ["pods"] });
const everything = rule({ verbs: ["*"], apiGroups: ["*"], resources: ["*"] });

const ask = (verb: string, resource: string): Question => ({
  verb,
  resource: parseResource(resource),
  namespace: "payments",
});

test.each<[string, Rule, Question, boolean]>([
  ["the same", pods, ask("get", "pods"), true],
  ["another verb", pods, ask("list", "pods"), false],
  ["another resource", pods, ask("get", "services"), false],
  ["another group", pods, ask("get", "pods.metrics.k8s.io"), false],
  ["a subresource is a resource of its own", pods, ask("get", "pods/log"), false],
  ["a rule without verbs", { ...pods, verbs: [] }, ask("get", "pods"), false],
  ["a rule without groups", { ...pods, apiGroups: [] }, ask("get", "pods"), false],

  ["all verbs", { ...pods, verbs: ["*"] }, ask("deletecollection", "pods"), true],
  ["all groups", { ...pods, apiGroups: ["*"] }, ask("get", "pods.metrics.k8s.io"), true],
  ["all resources", { ...pods, resources: ["*"] }, ask("get", "secrets"), true],
  ["all resources: of the group", { ...pods, resources: ["*"] }, ask("get", "jobs.batch"), false],
  [
    "all resources: their subresources too",
    { ...pods, resources: ["*"] },
    ask("get", "pods/exec"),
    true,
  ],
  ["a wildcard is no answer to one who has not got it", pods, ask("*", "pods"), false],
  ["a wildcard to one who has", everything, ask("*", "*.*"), true],
  ["no prefixes of verbs", { ...pods, verbs: ["g*"] }, ask("get", "pods"), false],

  ["a subresource", { ...pods, resources: ["pods/log"] }, ask("get", "pods/log"), true],
  [
    "a subresource is not its object",
    { ...pods, resources: ["pods/log"] },
    ask("get", "pods"),
    false,
  ],
  [
    "a subresource of every resource",
    { ...pods, resources: ["*/scale"] },
    ask("get", "jobs/scale"),
    true,
  ],
  ["… and no other one", { ...pods, resources: ["*/scale"] }, ask("get", "jobs/status"), false],
  ["… and not the object", { ...pods, resources: ["*/scale"] }, ask("get", "jobs"), false],
  [
    "no wildcard for subresources",
    { ...pods, resources: ["pods/*"] },
    ask("get", "pods/log"),
    false,
  ],

  ["by name", { ...pods, resourceNames: ["a"] }, ask("get", "pods[a]"), true],
  ["by another name", { ...pods, resourceNames: ["a"] }, ask("get", "pods[b]"), false],
  [
    "by name: without one, as in a list",
    { ...pods, resourceNames: ["a"] },
    ask("get", "pods"),
    false,
  ],
  ["no wildcard for names", { ...pods, resourceNames: ["*"] }, ask("get", "pods[a]"), false],
  ["without names: any", pods, ask("get", "pods[a]"), true],
])("%s", (_, granted, question, allowed) => {
  expect(ruleAllows(granted, question)).toBe(allowed);
});

test.each([
  ["/healthz", "/healthz", true],
  ["/healthz", "/healthz/etcd", false],
  ["/healthz/*", "/healthz/etcd", true],
  ["/healthz/*", "/healthz", false],
  ["/healthz*", "/healthz", true],
  ["*", "/metrics", true],
  ["/api/*/pods", "/api/v1/pods", false],
])("path %s, asked for %s", (pattern, path, allowed) => {
  expect(ruleAllows(rule({ nonResourceURLs: [pattern] }), { verb: "get", path })).toBe(allowed);
});

test("a rule for paths says nothing of objects, nor the other way round", () => {
  const paths = rule({ nonResourceURLs: ["*"] });
  expect(ruleAllows(paths, ask("get", "pods"))).toBe(false);
  expect(ruleAllows(everything, { verb: "get", path: "/version" })).toBe(false);
});
