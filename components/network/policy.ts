import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Labels = Readonly<Record<string, string>>;

/** Pods that have these labels and are in this namespace. */
export interface Pods {
  readonly namespace: pulumi.Input<string>;
  readonly podLabels: Labels;
}

/** One side of a connection. */
export type Peer = types.input.networking.v1.NetworkPolicyPeer;

/** At least one: Kubernetes takes an empty list of peers for everyone. */
export type Peers = readonly [Peer, ...Peer[]];

/** Both selectors stand in one peer: a pod has to match both. In two peers, either would do. */
export function podPeer({ namespace, podLabels }: Pods): Peer {
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: podLabels },
  };
}

/** Addresses outside of the cluster, by IPv4 ranges such as `10.20.0.0/16`. */
export function cidrPeers([first, ...others]: readonly [string, ...string[]]): Peers {
  const peer = (cidr: string): Peer => ({ ipBlock: { cidr } });
  return [peer(first), ...others.map(peer)];
}

/** Lets `peers` call the pods with these labels on one TCP port of the pod. */
export function ingressSpec(
  podLabels: Labels,
  peers: Peers,
  port: number,
): types.input.networking.v1.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: podLabels },
    policyTypes: ["Ingress"],
    ingress: [{ from: [...peers], ports: [{ protocol: "TCP", port }] }],
  };
}

/** Lets the pods with these labels call `peers` on one TCP port of the peer. */
export function egressSpec(
  podLabels: Labels,
  peers: Peers,
  port: number,
): types.input.networking.v1.NetworkPolicySpec {
  return {
    podSelector: { matchLabels: podLabels },
    policyTypes: ["Egress"],
    egress: [{ to: [...peers], ports: [{ protocol: "TCP", port }] }],
  };
}
