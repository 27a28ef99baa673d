import type { types } from "@pulumi/kubernetes";
import { podPeer } from "../network/policy";

type NetworkPolicySpec = types.input.networking.v1.NetworkPolicySpec;

/** The Kubernetes release whose Pod Security Standards hold, so that an upgrade changes no verdict. */
const podSecurityVersion = "v1.34";

/** Labels that make the API server refuse, and warn of, pods that are not `restricted`. */
export const podSecurityLabels = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": podSecurityVersion,
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/audit-version": podSecurityVersion,
  "pod-security.kubernetes.io/warn": "restricted",
  "pod-security.kubernetes.io/warn-version": podSecurityVersion,
};

/**
 * Nothing comes in and nothing goes out, but what another policy lets through. Probes come from the
 * pod's own node, which network plugins always let through.
 */
export const defaultDenySpec: NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
};

/** Every pod may ask the cluster's own DNS server, and no other. */
export const dnsEgressSpec: NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Egress"],
  egress: [
    {
      to: [podPeer({ namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" } })],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ],
};
