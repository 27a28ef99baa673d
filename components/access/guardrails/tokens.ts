import { type Guardrail, namespaceGuardrail } from "./guardrail";

/** Nobody asks for a token of a service account by a Secret, which one of that type is filled with. */
export const tokenGuardrail: Guardrail = namespaceGuardrail("sre-challenge-tokens", {
  requests: [{ apiGroup: "", resources: ["secrets"], operations: ["CREATE", "UPDATE"] }],
  conditions: [
    {
      expression: "object.?type.orValue('') != 'kubernetes.io/service-account-token'",
      message: "'type: \"' + object.type + '\" makes a token of a service account; use Opaque'",
    },
  ],
});
