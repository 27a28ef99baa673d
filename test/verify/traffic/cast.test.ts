import { cast } from "../../../verify/traffic/cast";
import { actorsOf } from "../../../verify/traffic/actors";
import { twoTeams } from "../../two-teams";
import { outputs } from "./outputs";

const made = cast({
  actors: actorsOf(twoTeams),
  outputs,
  run: "r1",
  image: "localhost:5000/verify-probe:abc",
  nodes: ["n1", "n2"],
  teamLabels: {
    invoices: { team: "invoices", "kubernetes.io/metadata.name": "invoices" },
    payments: { team: "payments", "kubernetes.io/metadata.name": "payments" },
  },
});
const pod = (name: string) =>
  made.pods.find(({ metadata }) => metadata.name === `verify-${name}-r1`);

test("a namespace like a team's has its labels, but not its name", () => {
  expect(made.namespaces).toEqual([
    ...["invoices", "payments"].map((team) => ({
      metadata: {
        name: `verify-like-${team}-r1`,
        labels: {
          team,
          "kubernetes.io/metadata.name": `verify-like-${team}-r1`,
          "sre-challenge/verify": "r1",
        },
      },
    })),
    {
      metadata: {
        name: "verify-scratch-r1",
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "kubernetes.io/metadata.name": "verify-scratch-r1",
          "sre-challenge/verify": "r1",
        },
      },
    },
  ]);
});

test("only the unwalled pods of this run are opened, in both teams' namespaces", () => {
  const spec = {
    podSelector: { matchLabels: { "sre-challenge/verify": "r1", "sre-challenge/walls": "down" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{}],
    egress: [{}],
  };
  const labels = { "sre-challenge/verify": "r1" };
  expect(made.policies).toEqual([
    { metadata: { name: "verify-unwalled-r1", namespace: "invoices", labels }, spec },
    { metadata: { name: "verify-unwalled-r1", namespace: "payments", labels }, spec },
  ]);
});

test("invoice-app's stand-in wears its labels, is restricted, and is never ready", () => {
  expect(pod("invoice-app")).toEqual({
    metadata: {
      name: "verify-invoice-app-r1",
      namespace: "invoices",
      labels: { "app.kubernetes.io/name": "invoice-app", "sre-challenge/verify": "r1" },
    },
    spec: {
      readinessGates: [{ conditionType: "sre-challenge/verify-never" }],
      nodeSelector: { "kubernetes.io/hostname": "n1" },
      restartPolicy: "Never",
      activeDeadlineSeconds: 300,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      serviceAccountName: "invoice-app",
      volumes: [
        {
          name: "tokens",
          projected: {
            sources: [
              {
                serviceAccountToken: {
                  audience: "payment-provider",
                  expirationSeconds: 600,
                  path: "payment-provider",
                },
              },
            ],
          },
        },
      ],
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        seccompProfile: { type: "RuntimeDefault" },
        sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
      },
      containers: [
        {
          name: "probe",
          image: "localhost:5000/verify-probe:abc",
          imagePullPolicy: "IfNotPresent",
          terminationMessagePolicy: "FallbackToLogsOnError",
          args: [
            "serve",
            "-name",
            "verify-invoice-app-r1",
            "-tcp",
            "53,443,9999,8081,8082,5432",
            "-udp",
            "53",
          ],
          ports: [{ name: "http", containerPort: 8081, protocol: "TCP" }],
          resources: {
            requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "8Mi" },
            limits: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "16Mi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [{ name: "tokens", mountPath: "/run/tokens" }],
        },
      ],
    },
  });
});

test("no other pod has a token", () => {
  const others = made.pods.filter((one) => one !== pod("invoice-app"));
  expect(others.filter(({ spec }) => "volumes" in spec || "serviceAccountName" in spec)).toEqual(
    [],
  );
});

test("every pod stands where it should and wears what it should", () => {
  const run = { "sre-challenge/verify": "r1" };
  const seen = made.pods.map(({ metadata: { namespace, labels } }) => [namespace, labels]);
  const invoiceApp = { "app.kubernetes.io/name": "invoice-app" };
  const paymentProvider = { "app.kubernetes.io/name": "payment-provider" };
  const invoicesDatabase = { "app.kubernetes.io/name": "invoices-database" };
  const paymentsDatabase = { "app.kubernetes.io/name": "payments-database" };
  const unwalled = { "sre-challenge/walls": "down" };
  expect(seen).toEqual([
    ["invoices", { ...invoiceApp, ...run }],
    ["invoices", { ...invoiceApp, ...unwalled, ...run }],
    ["verify-like-invoices-r1", { ...invoiceApp, ...run }],
    ["verify-scratch-r1", { ...invoiceApp, ...run }],
    ["payments", { ...paymentProvider, ...run }],
    ["payments", { ...paymentProvider, ...unwalled, ...run }],
    ["verify-like-payments-r1", { ...paymentProvider, ...run }],
    ["verify-scratch-r1", { ...paymentProvider, ...run }],
    ["invoices", { ...invoicesDatabase, ...run }],
    ["invoices", { ...invoicesDatabase, ...unwalled, ...run }],
    ["invoices", { "app.kubernetes.io/name": "invoices-database-migration", ...run }],
    ["payments", { ...paymentsDatabase, ...run }],
    ["payments", { ...paymentsDatabase, ...unwalled, ...run }],
    ["payments", { "app.kubernetes.io/name": "payments-database-migration", ...run }],
    ["invoices", run],
    ["invoices", { ...unwalled, ...run }],
    ["payments", run],
    ["payments", { ...unwalled, ...run }],
    ["default", run],
    ["verify-scratch-r1", run],
  ]);
});

test("the pods stand in turn on each node", () => {
  const nodes = made.pods.map(({ spec }) => spec.nodeSelector["kubernetes.io/hostname"]);
  expect(nodes).toEqual(made.pods.map((_, i) => (i % 2 === 0 ? "n1" : "n2")));
});
