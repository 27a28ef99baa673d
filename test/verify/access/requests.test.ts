import { loadMatrix, type Right } from "../../../access/matrix";
import { requestFor } from "../../../verify/access/requests";
import { outputs } from "../traffic/outputs";

const { questions } = loadMatrix(outputs);
const users = new Map([["payments", 20009]]);
const namespaced = (target: string) =>
  questions.some((right) => right.target === target && right.place !== "cluster");
const request = (verb: string, target: string, place: Right["place"] = "payments") =>
  requestFor({ verb, target, place }, namespaced(target), users);

test.each([
  ["get", "pods", "GET /api/v1/namespaces/payments/pods/team-access-check"],
  ["list", "pods", "GET /api/v1/namespaces/payments/pods?limit=1"],
  ["create", "deployments.apps", "POST /apis/apps/v1/namespaces/payments/deployments?dryRun=All"],
  ["update", "pods", "PUT /api/v1/namespaces/payments/pods/team-access-check?dryRun=All"],
  [
    "patch",
    "deployments.apps/scale",
    "PATCH /apis/apps/v1/namespaces/payments/deployments/team-access-check/scale?dryRun=All",
  ],
  ["delete", "secrets", "DELETE /api/v1/namespaces/payments/secrets/team-access-check?dryRun=All"],
  [
    "deletecollection",
    "pods",
    "DELETE /api/v1/namespaces/payments/pods?dryRun=All&labelSelector=sre-challenge%2Fnothing%3Dhere",
  ],
  ["get", "pods/log", "GET /api/v1/namespaces/payments/pods/team-access-check/log"],
  ["get", "namespaces", "GET /api/v1/namespaces/payments"],
])("%s %s", (verb, target, expected) => {
  const { method, path } = request(verb, target) ?? {};
  expect(`${method ?? ""} ${path ?? ""}`).toBe(expected);
});

test.each([
  ["list", "pods", "GET /api/v1/pods?limit=1"],
  ["get", "nodes", "GET /api/v1/nodes/team-access-check"],
  ["get", "/version", "GET /version"],
] as const)("%s %s in the whole cluster", (verb, target, expected) => {
  const { method, path } = request(verb, target, "cluster") ?? {};
  expect(`${method ?? ""} ${path ?? ""}`).toBe(expected);
});

test.each([
  ["impersonate", "serviceaccounts"],
  ["escalate", "roles.rbac.authorization.k8s.io"],
  ["watch", "pods"],
  ["*", "pods"],
  ["get", "pods.*"],
  ["get", "*"],
  ["delete", "namespaces"],
  ["get", "nodes/log"],
])("%s %s is not tried", (verb, target) => {
  expect(request(verb, target)).toBeUndefined();
});

test("a pod that is tried in a team's namespace runs as the team's user", () => {
  const user = (place: string) => {
    const { spec } = request("create", "pods", place)?.body as {
      spec: { securityContext: { runAsUser: number } };
    };
    return spec.securityContext.runAsUser;
  };
  expect(user("payments")).toBe(20009);
  expect(user("default")).toBe(65532);
});

test("one object of the whole cluster's namespaces is not tried", () => {
  expect(request("get", "pods", "cluster")).toBeUndefined();
});

test("whatever is tried reads, or is a dry run of something that is not there", () => {
  const requests = questions.flatMap(
    (right) => requestFor(right, namespaced(right.target), users) ?? [],
  );
  expect(requests.length).toBeGreaterThan(500);
  const harmful = requests
    .filter(({ method, path }) => method !== "GET" && !path.includes("dryRun=All"))
    .map(({ path }) => path);
  expect(harmful).toEqual([]);
  const there = requests
    .filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method))
    .filter(({ path }) => !/\/team-access-check[/?]|nothing%3Dhere/.test(path));
  expect(there).toEqual([]);
});
