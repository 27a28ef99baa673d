import { readFileSync } from "node:fs";
import { podSpec, serviceUser } from "../../components/microservice/pod-spec";

const podLabels = { matchLabels: { "app.kubernetes.io/name": "invoice-app" } };

test("the pod of a service, whole", () => {
  const spec = podSpec({
    service: "invoice-app",
    serviceAccount: "invoice-app",
    image: "localhost:5000/invoice-app@sha256:0123",
    port: 8081,
    env: { PAYMENT_PROVIDER_URL: "http://payment-provider.payments.svc.cluster.local:8082" },
  });
  expect(spec).toEqual({
    serviceAccountName: "invoice-app",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [
      {
        topologyKey: "topology.kubernetes.io/zone",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: podLabels,
      },
      {
        topologyKey: "kubernetes.io/hostname",
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: podLabels,
      },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: podLabels },
          },
        ],
      },
    },
    containers: [
      {
        name: "invoice-app",
        image: "localhost:5000/invoice-app@sha256:0123",
        imagePullPolicy: "IfNotPresent",
        ports: [{ name: "http", containerPort: 8081, protocol: "TCP" }],
        env: [
          { name: "PORT", value: "8081" },
          {
            name: "PAYMENT_PROVIDER_URL",
            value: "http://payment-provider.payments.svc.cluster.local:8082",
          },
        ],
        resources: {
          requests: { cpu: "25m", memory: "32Mi", "ephemeral-storage": "16Mi" },
          limits: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "64Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        startupProbe: {
          httpGet: { path: "/healthz", port: "http" },
          periodSeconds: 1,
          timeoutSeconds: 1,
          failureThreshold: 30,
        },
        livenessProbe: {
          httpGet: { path: "/healthz", port: "http" },
          periodSeconds: 10,
          timeoutSeconds: 2,
          failureThreshold: 3,
        },
        readinessProbe: {
          httpGet: { path: "/readyz", port: "http" },
          periodSeconds: 2,
          timeoutSeconds: 1,
          failureThreshold: 2,
        },
      },
    ],
  });
});

test.each(["invoice-app", "payment-provider"])("the image of %s is of the same user", (service) => {
  const users = readFileSync(`Dockerfile.${service}`, "utf8").match(/^USER .*$/gm);
  expect(users).toEqual([`USER ${serviceUser}:${serviceUser}`]);
});
