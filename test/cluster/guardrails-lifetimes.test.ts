import { configMap, deployment, job, secret } from "./guardrails/manifests";
import { create, member, patch, type Person, rescuer } from "./guardrails/people";
import { expectRefused, guardrail } from "./guardrails/refusals";

// Nothing that a team makes keeps itself, or what is the platform's, from being deleted.
jest.setTimeout(60_000);

interface Manifest {
  readonly kind: string;
  readonly metadata: object;
}

const made: readonly (readonly [who: Person, manifest: Manifest])[] = [
  [member, configMap("probe")],
  [member, secret("team-probe")],
  [member, deployment("payments", "probe")],
  [rescuer, job("payments", "probe")],
];
const owner = { apiVersion: "apps/v1", kind: "Deployment", name: "payment-provider", uid: "0" };
const ways = [
  ["finalizers", ["example.com/never"]],
  ["ownerReferences", [{ ...owner, blockOwnerDeletion: true }]],
  ["ownerReferences", [owner]],
] as const;
const lifetimes = (field: string) => guardrail("lifetimes", `metadata.${field}: `);

test.each(
  ways.flatMap(([field, value]) =>
    made.map(([who, manifest]) => [manifest.kind, field, value, who, manifest] as const),
  ),
)("a %s with %s %j: refused, and the control allowed", (_, field, value, who, manifest) => {
  const given = { ...manifest, metadata: { ...manifest.metadata, [field]: value } };
  return expectRefused(["", create(who, given), lifetimes(field), create(who, manifest)]);
});

test.each(ways)("what is there gets no %s %j", async (field, value) => {
  const change = (metadata: object) =>
    patch(member, "payments", "deployment/payment-provider", { metadata });
  const control = change({ annotations: { probe: "none" } });
  await expectRefused(["", change({ [field]: value }), lifetimes(field), control]);
});
