import { attemptOf } from "../../../verify/access/status";

const answer = (status: number, reason: string, message: string, name = "x") => ({
  status,
  body: { kind: "Status", reason, message, details: { name } },
});

test.each([
  ["a list", { status: 200, body: { kind: "PodList", items: [] } }, "allowed"],
  ["a text", { status: 200, body: "ok" }, "allowed"],
  ["a dry run", { status: 201, body: {} }, "allowed"],
  ["an object that is not there", answer(404, "NotFound", 'pods "x" not found'), "allowed"],
  ["an API that is not there", { status: 404, body: "404 page not found\n" }, "failed"],
  ["a resource that is not there", answer(404, "NotFound", "could not find it", ""), "failed"],
  ["a body that means nothing", answer(422, "Invalid", "spec: Required value"), "allowed"],
  [
    "RBAC",
    answer(
      403,
      "Forbidden",
      'pods is forbidden: User "a" cannot list resource "pods" in API group "" in the namespace "payments"',
    ),
    "refused",
  ],
  [
    "RBAC, of a named object",
    answer(
      403,
      "Forbidden",
      'pods "x" is forbidden: User "a" cannot get resource "pods" in API group ""',
    ),
    "refused",
  ],
  [
    "RBAC, of a path",
    answer(403, "Forbidden", 'forbidden: User "system:anonymous" cannot get path "/metrics"'),
    "refused",
  ],
  [
    "a ValidatingAdmissionPolicy",
    answer(
      403,
      "Forbidden",
      `deployments.apps "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p' denied request: no`,
    ),
    "guardrail",
  ],
  [
    "Pod Security",
    answer(
      403,
      "Forbidden",
      'pods "x" is forbidden: violates PodSecurity "restricted:latest": hostPath',
    ),
    "guardrail",
  ],
  [
    "a quota",
    answer(403, "Forbidden", 'pods "x" is forbidden: exceeded quota: payments'),
    "guardrail",
  ],
  [
    "an escalation",
    answer(
      403,
      "Forbidden",
      'roles "x" is forbidden: user "a" is attempting to grant RBAC permissions not currently held',
    ),
    "guardrail",
  ],
  ["credentials that are none", answer(401, "Unauthorized", "Unauthorized"), "failed"],
  ["a busy server", answer(429, "TooManyRequests", "later"), "failed"],
  ["a broken server", answer(500, "InternalError", "no"), "failed"],
])("%s", (_, said, outcome) => {
  expect(attemptOf(said).outcome).toBe(outcome);
});

test("a refusal cannot be told by a name of one's own choice", () => {
  const message = `deployments.apps "x" is forbidden: ValidatingAdmissionPolicy 'p' denied request: 'forbidden' User cannot`;
  expect(attemptOf(answer(403, "Forbidden", message)).outcome).toBe("guardrail");
});
