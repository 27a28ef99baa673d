import { killerObjects } from "../../chaos/killer-objects";

const labels = { "sre-challenge/chaos": "killer" };

test("a killer on each node: root that may signal, and nothing else", () => {
  const args = {
    namespace: "chaos-1",
    image: "killer:1",
    nodes: ["node-1", "node-2"],
    longest: 60,
  };
  const [namespace, policy, ...pods] = killerObjects(args);
  expect(namespace).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "chaos-1",
      labels: { ...labels, "pod-security.kubernetes.io/enforce": "privileged" },
    },
  });
  expect(policy).toEqual({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "default-deny", namespace: "chaos-1", labels },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  });
  expect(pods).toEqual(
    ["node-1", "node-2"].map((node) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `killer-${node}`, namespace: "chaos-1", labels },
      spec: {
        nodeName: node,
        hostPID: true,
        activeDeadlineSeconds: 60,
        terminationGracePeriodSeconds: 0,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        tolerations: [{ operator: "Exists" }],
        securityContext: {
          runAsUser: 0,
          runAsGroup: 0,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "killer",
            image: "killer:1",
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
      },
    })),
  );
});
