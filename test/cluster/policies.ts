import { kubectl } from "./kubectl";

/** A NetworkPolicy as the API server hands it out. */
export interface Policy {
  metadata: { name: string; managedFields: readonly { manager: string }[] } & Record<
    string,
    unknown
  >;
  spec: PolicySpec;
}

export interface PolicySpec {
  ingress?: Rule[];
  egress?: Rule[];
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: object[];
}

interface Peer {
  namespaceSelector?: object;
}

/** The one policy in a namespace whose generated name begins so. */
export async function findPolicy(namespace: string, prefix: string): Promise<Policy> {
  const args = ["get", "networkpolicy", "-n", namespace, "-o", "json", "--show-managed-fields"];
  const { items } = JSON.parse(await kubectl(args)) as { items: Policy[] };
  const found = items.filter(({ metadata }) => metadata.name.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`${namespace}: ${found.length} policies are named ${prefix}…, expected 1`);
  }
  return only;
}

/** Puts a policy back as its owner would have it, so that its owner sees no change. */
export async function restore({ metadata, ...rest }: Policy): Promise<void> {
  const manager = metadata.managedFields[0]?.manager ?? "verify";
  const { uid, resourceVersion, creationTimestamp, generation, managedFields, ...kept } = metadata;
  const args = ["apply", "--server-side", "--force-conflicts", "--field-manager", manager];
  await kubectl([...args, "-f", "-"], { metadata: kept, ...rest });
}

/** Changes that a test makes to a policy; undefined stands for no policy. */
export const deleted = () => undefined;

/** A copy of the policy's spec with its only rule changed. */
function withRule(change: (rule: Rule) => Rule) {
  return (spec: PolicySpec): PolicySpec => ({
    ...spec,
    ...(spec.ingress && { ingress: spec.ingress.map(change) }),
    ...(spec.egress && { egress: spec.egress.map(change) }),
  });
}

function withPeer(change: (peer: Peer) => Peer) {
  return withRule(({ from, to, ...rule }) => ({
    ...rule,
    ...(from && { from: from.map(change) }),
    ...(to && { to: to.map(change) }),
  }));
}

export const ofThisNamespaceOnly = withPeer(({ namespaceSelector, ...peer }) => peer);
export const ofAnyNamespace = withPeer((peer) => ({ ...peer, namespaceSelector: {} }));
export const onEveryTcpPort = withRule((rule) => ({
  ...rule,
  ports: [{ protocol: "TCP", port: 1, endPort: 65535 }],
}));
