import { getJson, kubectl } from "./kubectl";

/** A NetworkPolicy as the API server hands it out. */
export interface Policy {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly ingress?: readonly object[];
    readonly egress?: readonly object[];
  };
}

/** The policies of a namespace that let somebody through and are about certain pods only. */
export async function allowingPolicies(namespace: string): Promise<Policy[]> {
  const { items } = await getJson<{ items: Policy[] }>([
    "networkpolicies",
    "--namespace",
    namespace,
  ]);
  return items.filter(isAllowing);
}

/** Default deny and the way to DNS are about all pods: those walls stay as they are. */
export function isAllowing({ spec }: Policy): boolean {
  const rules = (spec.ingress?.length ?? 0) + (spec.egress?.length ?? 0);
  return rules > 0 && Object.keys(spec.podSelector).length > 0;
}

export async function dropPolicy({ metadata: { namespace, name } }: Policy): Promise<void> {
  await kubectl(["delete", "networkpolicy", "--namespace", namespace, name]);
}

/** Puts a policy back in the name of who had made it, so that its owner sees no change. */
export async function restorePolicy({ metadata, spec }: Policy): Promise<void> {
  const { name, namespace, labels, annotations, managedFields } = metadata;
  const manager = managedFields?.[0]?.manager ?? "chaos";
  await kubectl(
    ["apply", "--server-side", "--force-conflicts", "--field-manager", manager, "--filename", "-"],
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace, labels, annotations },
      spec,
    },
  );
}

/** Puts back those that are not there. */
export async function restoreMissing(policies: readonly Policy[]): Promise<void> {
  const namespaces = [...new Set(policies.map(({ metadata }) => metadata.namespace))];
  const there = (await Promise.all(namespaces.map(allowingPolicies))).flat();
  const names = new Set(there.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  for (const policy of policies) {
    if (!names.has(`${policy.metadata.namespace}/${policy.metadata.name}`)) {
      await restorePolicy(policy);
    }
  }
}
