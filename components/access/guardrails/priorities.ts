import { type Guardrail, restrictedGuardrail } from "./guardrail";

/**
 * No pod of ours throws another off its node: the scheduler makes room for who comes first by ending pods of a
 * lower priority, such as the DNS server's, in whichever namespace they are.
 */
export const priorityGuardrail: Guardrail = restrictedGuardrail("sre-challenge-priorities", {
  requests: [{ apiGroup: "", resources: ["pods"], operations: ["CREATE"] }],
  conditions: [
    {
      expression: "object.spec.?priority.orValue(0) <= 0",
      message:
        "'spec.priorityClassName: \"' + object.spec.?priorityClassName.orValue('') + '\" would end other pods to " +
        "make room; leave it out'",
    },
  ],
});
