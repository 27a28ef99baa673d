import { isOfCheck } from "../../drift/checks";
import type { JsonObject } from "../../drift/json";
import { clusterWide, object } from "./objects";

const now = Date.parse("2026-01-01T00:05:00Z");
const label = { "sre-challenge/verify": "r1" };
const metadata = { creationTimestamp: "2026-01-01T00:00:00Z", labels: label };
const probe = { name: "probe", image: "i" };
const pod = (spec: JsonObject = {}, more: JsonObject = {}) =>
  object("Pod", "verify-twin-r1", {
    metadata: { ...metadata, ...more },
    spec: {
      activeDeadlineSeconds: 300,
      automountServiceAccountToken: false,
      readinessGates: [{ conditionType: "never" }],
      containers: [probe],
      ...spec,
    },
  });
const token = (...audiences: string[]) => ({
  name: "tokens",
  projected: {
    sources: audiences.map((audience) => ({
      serviceAccountToken: { audience, expirationSeconds: 600 },
    })),
  },
});
const lasting = { serviceAccountToken: { audience: "a", expirationSeconds: 3600 } };
const policy = (matchLabels: JsonObject) =>
  object("NetworkPolicy", "verify-unwalled-r1", {
    metadata,
    spec: { podSelector: { matchLabels } },
  });

test.each([
  ["a pod", pod(), true],
  ["a policy for its own pods", policy({ ...label, "sre-challenge/walls": "down" }), true],
  ["a namespace", clusterWide("Namespace", "verify-scratch-r1", { metadata }), true],
  ["an old pod", pod({}, { creationTimestamp: "2025-12-31T23:50:00Z" }), false],
  ["a pod of no run", pod({}, { labels: {} }), false],
  ["a pod of another run", pod({}, { labels: { "sre-challenge/verify": "r2" } }), false],
  ["a pod that stays", pod({ activeDeadlineSeconds: 9999 }), false],
  ["a pod with no end", object("Pod", "verify-twin-r1", { metadata, spec: {} }), false],
  ["a pod with a token", pod({ automountServiceAccountToken: true }), false],
  ["a pod with a token for a service", pod({ volumes: [token("payment-provider")] }), true],
  ["a pod with a token for the API server", pod({ volumes: [token("https://a.example")] }), false],
  ["a pod with a token for no one in particular", pod({ volumes: [token()] }), false],
  [
    "a pod with a token that outlives it",
    pod({ volumes: [{ name: "tokens", projected: { sources: [lasting] } }] }),
    false,
  ],
  ["a pod with tokens for two services", pod({ volumes: [token("a", "b")] }), true],
  ["a pod with one for the API server too", pod({ volumes: [token("a", "https://b")] }), false],
  ["a pod with a Secret", pod({ volumes: [{ name: "tokens", secret: {} }] }), false],
  ["a pod with a Secret too", pod({ volumes: [{ ...token("a"), secret: {} }] }), false],
  ["a pod with a Secret beside", pod({ volumes: [token("a"), { name: "b", secret: {} }] }), false],
  ["a pod that gets ready", pod({ readinessGates: [] }), false],
  ["a pod of another container", pod({ containers: [{ ...probe, name: "x" }] }), false],
  ["a pod of two", pod({ containers: [probe, { ...probe, name: "x" }] }), false],
  ["a pod that begins with another", pod({ initContainers: [probe] }), false],
  ["a pod on the node's network", pod({ hostNetwork: true }), false],
  ["a pod that reads a Secret", pod({ containers: [{ ...probe, envFrom: [] }] }), false],
  ["a pod with a command", pod({ containers: [{ ...probe, command: ["sh"] }] }), false],
  ["a policy for all pods", policy({}), false],
  ["a policy for pods of another run", policy({ "sre-challenge/verify": "r2" }), false],
  ["a kind that verify does not make", object("Role", "verify-x-r1", { metadata }), false],
])("%s", (_, it, expected) => {
  expect(isOfCheck(it, now)).toBe(expected);
});

test("a request for a certificate of the access check", () => {
  const request = (expirationSeconds: number) =>
    clusterWide("CertificateSigningRequest", "verify-access-1", {
      metadata: { ...metadata, labels: { "sre-challenge/verify-access": "r1" } },
      spec: { expirationSeconds },
    });
  expect([600, 86_400].map((it) => isOfCheck(request(it), now))).toEqual([true, false]);
});
