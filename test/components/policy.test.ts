import {
  cidrPeers,
  egressSpec,
  ingressSpec,
  type Peers,
  podPeer,
} from "../../components/network/policy";

const provider = { "app.kubernetes.io/name": "payment-provider" };
const peer = podPeer({ namespace: "payments", podLabels: provider });

test("a pod peer asks for namespace and pod at once", () => {
  expect(peer).toEqual({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "payments" } },
    podSelector: { matchLabels: provider },
  });
});

test("addresses outside of the cluster are peers by their ranges", () => {
  expect(cidrPeers(["10.1.0.0/24", "10.2.0.0/24"])).toEqual([
    { ipBlock: { cidr: "10.1.0.0/24" } },
    { ipBlock: { cidr: "10.2.0.0/24" } },
  ]);
});

test("ingress comes from the peers to one port", () => {
  expect(ingressSpec(provider, [peer], 8082)).toEqual({
    podSelector: { matchLabels: provider },
    policyTypes: ["Ingress"],
    ingress: [{ from: [peer], ports: [{ protocol: "TCP", port: 8082 }] }],
  });
});

test("egress goes to one port of the peers", () => {
  expect(egressSpec(provider, [peer], 8082)).toEqual({
    podSelector: { matchLabels: provider },
    policyTypes: ["Egress"],
    egress: [{ to: [peer], ports: [{ protocol: "TCP", port: 8082 }] }],
  });
});

test("the type checker refuses a list of no peers, which would mean everyone", () => {
  // @ts-expect-error: at least one peer is asked for
  const everyone: Peers = [];
  expect(everyone).toHaveLength(0);
});
