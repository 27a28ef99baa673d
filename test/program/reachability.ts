import { BlockList } from "node:net";
import type { Registered } from "../components/recorder";

type Labels = Readonly<Record<string, string>>;

/** One end of a connection; a pod if it is in a namespace. */
export interface End {
  readonly address: string;
  readonly namespace?: string;
  readonly namespaceLabels?: Labels;
  readonly labels?: Labels;
}

export interface Target extends End {
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

interface Selector {
  readonly matchLabels?: Labels;
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly Ports[];
}

interface Ports {
  readonly protocol: string;
  readonly port: number;
  readonly endPort?: number;
}

export interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly ("Ingress" | "Egress")[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/** All NetworkPolicies among what a program registered. */
export function policiesOf(registered: readonly Registered[]): Policy[] {
  return registered
    .filter(({ inputs }) => inputs.kind === "NetworkPolicy")
    .map(({ name, inputs }) => {
      const { metadata, spec } = inputs as {
        metadata: { namespace: string };
        spec: Policy["spec"];
      };
      return { name, namespace: metadata.namespace, spec };
    });
}

/** Whether the policies let a connection through at both of its ends, as Kubernetes defines them. */
export function canReach(policies: readonly Policy[], from: End, to: Target): boolean {
  return reachesBy(policies)(from, to);
}

/** The same of one connection after the other: a pod is looked for among the policies of its namespace. */
export function reachesBy(policies: readonly Policy[]): (from: End, to: Target) => boolean {
  const within = new Map<string | undefined, Policy[]>();
  for (const policy of policies) {
    within.set(policy.namespace, within.get(policy.namespace) ?? []);
    within.get(policy.namespace)?.push(policy);
  }
  const around = ({ namespace }: End) => within.get(namespace) ?? [];
  return (from, to) =>
    lets(around(from), "Egress", from, to, to) && lets(around(to), "Ingress", to, from, to);
}

/** @param policies those of the pod's namespace */
function lets(
  policies: readonly Policy[],
  direction: "Ingress" | "Egress",
  pod: End,
  peer: End,
  { port, protocol = "TCP" }: Target,
): boolean {
  const concerned = policies.filter(
    ({ spec }) => spec.policyTypes.includes(direction) && selects(spec.podSelector, pod.labels),
  );
  const rules = concerned.flatMap(({ spec }) =>
    direction === "Ingress" ? (spec.ingress ?? []) : (spec.egress ?? []),
  );
  return (
    concerned.length === 0 ||
    rules.some(({ from, to, ports }) => {
      const peers = (direction === "Ingress" ? from : to) ?? [];
      return (
        (peers.length === 0 || peers.some((candidate) => isPeer(candidate, peer, pod))) &&
        (ports === undefined ||
          ports.some((p) => p.protocol === protocol && isBetween(port, p.port, p.endPort)))
      );
    })
  );
}

function isPeer({ ipBlock, namespaceSelector, podSelector }: Peer, end: End, of: End): boolean {
  if (ipBlock !== undefined) {
    return (
      isIn(ipBlock.cidr, end.address) &&
      !(ipBlock.except ?? []).some((cidr) => isIn(cidr, end.address))
    );
  }
  return (
    end.namespace !== undefined &&
    (namespaceSelector === undefined
      ? end.namespace === of.namespace
      : selects(namespaceSelector, end.namespaceLabels)) &&
    (podSelector === undefined || selects(podSelector, end.labels))
  );
}

function isBetween(port: number, first: number, last = first): boolean {
  return first <= port && port <= last;
}

function selects({ matchLabels = {} }: Selector, labels: Labels = {}): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function isIn(cidr: string, address: string): boolean {
  const [network = "", bits = ""] = cidr.split("/");
  const block = new BlockList();
  block.addSubnet(network, Number(bits));
  return block.check(address);
}
