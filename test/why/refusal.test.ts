import { listed } from "../../why/objects";
import { refusal } from "../../why/refusal";

const event = (message: string, reason = "FailedCreate") => listed("Event", { reason, message });
const maker = (conditions: object[]) =>
  listed("ReplicaSet", { metadata: { namespace: "payments" }, status: { conditions } });
const quota =
  'pods "web-1" is forbidden: exceeded quota: team, requested: pods=1, used: pods=24, limited: pods=24';
const told = {
  cause:
    "pods cannot be created (exceeded quota: team, requested: pods=1, used: pods=24, limited: pods=24)",
  next:
    "free room in the namespace (`kubectl describe quota -n payments`), or raise its quota, " +
    "which a team has by components/team-namespace/quota.ts",
};

it("reads a ReplicaSet's condition, or the controller's newest event", () => {
  const condition = {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message: quota,
    lastTransitionTime: "",
  };
  expect(refusal(maker([condition]), [])).toEqual(told);
  expect(refusal(maker([]), [event("older"), event(`Error creating: ${quota}`)])).toEqual(told);
  expect(refusal(maker([]), [event("newer", "Unhealthy")])).toBeUndefined();
  expect(refusal(maker([{ ...condition, status: "False" }]), [])).toBeUndefined();
});

it("reads what a StatefulSet's controller says", () => {
  const message = `create Pod web-0 in StatefulSet web failed error: ${quota}`;
  expect(refusal(maker([]), [event(message)])).toEqual(told);
});

it.each([
  ["failed quota: team: must specify limits.cpu for: web", /what the quota counts/],
  ['violates PodSecurity "restricted:v1.34": privileged (container "web")', /give the pod's spec/],
  [
    "ValidatingAdmissionPolicy 'sre-challenge-pods' with binding 'sre-challenge-pods' denied request: x",
    /as the guardrail says/,
  ],
  ['admission webhook "check.example.com" denied the request: no', /who owns that webhook/],
  ['Internal error occurred: failed calling webhook "check.example.com": EOF', /its pods answer/],
  [
    "maximum memory usage per Container is 512Mi, but limit is 1Gi",
    /LimitRange: `kubectl describe limitrange -n payments`/,
  ],
  [
    'error looking up service account payments/web: serviceaccount "web" not found',
    /service account again/,
  ],
  ["something new", /^change what the message names/],
])("knows who says %j", (message, next) => {
  const problem = refusal(maker([]), [event(`pods "web-1" is forbidden: ${message}`)]);
  expect(problem?.cause).toBe(`pods cannot be created (${message})`);
  expect(problem?.next).toMatch(next);
});
