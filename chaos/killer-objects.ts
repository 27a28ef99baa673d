/** On everything that a killer consists of. */
export const runLabel = "sre-challenge/chaos";

/** Name of the killer's pod on a node. */
export function killerPod(node: string): string {
  return `killer-${node}`;
}

export interface KillerObjectsArgs {
  readonly namespace: string;
  readonly image: string;
  readonly nodes: readonly string[];
  /** Seconds after which the pods end by themselves. */
  readonly longest: number;
}

/** A namespace of the killer's own, which reaches nobody and lets nobody in, and a pod for each node. */
export function killerObjects({ namespace, image, nodes, longest }: KillerObjectsArgs): object[] {
  const labels = { [runLabel]: "killer" };
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: namespace,
        // No lower level lets a pod see the processes of the node.
        labels: { ...labels, "pod-security.kubernetes.io/enforce": "privileged" },
      },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "default-deny", namespace, labels },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    ...nodes.map((node) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: killerPod(node), namespace, labels },
      spec: podSpec(node, image, longest),
    })),
  ];
}

/** Root, but all that it may do as root is to signal the processes of others. */
function podSpec(nodeName: string, image: string, longest: number): object {
  return {
    nodeName,
    hostPID: true,
    activeDeadlineSeconds: longest,
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    tolerations: [{ operator: "Exists" }],
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "killer",
        image,
        imagePullPolicy: "IfNotPresent",
        args: ["wait"],
        resources: {
          requests: { cpu: "10m", memory: "16Mi" },
          limits: { cpu: "500m", memory: "64Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"], add: ["KILL"] },
        },
      },
    ],
  };
}
