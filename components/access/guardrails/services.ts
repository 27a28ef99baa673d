import { type Guardrail, namespaceGuardrail } from "./guardrail";

/** Nobody takes over traffic to addresses that are not the Service's own: CVE-2020-8554. */
export const serviceGuardrail: Guardrail = namespaceGuardrail("sre-challenge-services", {
  requests: [{ apiGroup: "", resources: ["services"], operations: ["CREATE", "UPDATE"] }],
  conditions: [
    {
      expression: "size(object.spec.?externalIPs.orValue([])) == 0",
      message:
        "'spec.externalIPs: \"' + object.spec.externalIPs.join(', ') + '\" would take others\\' traffic; leave it out'",
    },
  ],
});
