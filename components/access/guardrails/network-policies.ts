import { type Guardrail, namespaceGuardrail } from "./guardrail";

/** Of IPv4 in dots. */
const cidr = "^[0-9]{1,3}([.][0-9]{1,3}){3}/[0-9]{1,2}$";
const listed = (texts: string) => `${texts}.join(' ')`;

/**
 * An address of IPv4 that is written as one of IPv6, which the API server takes, ends each sync of kube-router,
 * also when the policy is gone: no wall changes any more, and new pods have no network.
 */
export const networkPolicyGuardrail: Guardrail = namespaceGuardrail(
  "sre-challenge-network-policies",
  {
    requests: [
      {
        apiGroup: "networking.k8s.io",
        resources: ["networkpolicies"],
        operations: ["CREATE", "UPDATE"],
      },
    ],
    variables: [
      {
        name: "peers",
        expression:
          "object.spec.?ingress.orValue([]).map(rule, rule.?from.orValue([])) + " +
          "object.spec.?egress.orValue([]).map(rule, rule.?to.orValue([]))",
      },
      {
        name: "cidrs",
        expression:
          "variables.peers.map(rule, rule.map(peer, " +
          "has(peer.ipBlock) ? [peer.ipBlock.cidr] + peer.ipBlock.?except.orValue([]) : []))",
      },
      {
        name: "others",
        expression: listed(
          `variables.cidrs.map(rule, ${listed(
            `rule.map(block, ${listed(`block.filter(text, !text.matches('${cidr}'))`)})`,
          )})`,
        ),
      },
    ],
    conditions: [
      {
        expression: "variables.others.trim() == ''",
        message:
          "'spec: \"' + variables.others.trim() + '\" of an ipBlock is no range of IPv4 addresses such as 10.0.0.0/8, " +
          "and stops the network engine; write it as one'",
      },
    ],
  },
);
