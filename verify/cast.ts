import { basename, dirname } from "node:path";
import { checksPrefix, selectorLabels } from "../components/labels";
import { nodeLabel } from "./nodes";
import { type Home, ROLES, type Role, type RoleName, roleNames, type Worn } from "./roles";
import type { StackOutputs, WorkloadOutputs } from "./stack";
import { tokenFile } from "./targets";

type Labels = Readonly<Record<string, string>>;

/** On everything that the check makes; its value is the run. */
export const runLabel = `${checksPrefix}verify`;
const wallsLabel = `${checksPrefix}walls`;

/** A run that was killed leaves no pod alive for longer than this, in seconds. */
const longestRun = 300;

const nameLabel = "kubernetes.io/metadata.name";
const restricted: Labels = { "pod-security.kubernetes.io/enforce": "restricted" };

/** What a run puts on the cluster. */
export type Cast = ReturnType<typeof cast>;

export interface CastArgs {
  readonly outputs: StackOutputs;
  /** Id of the run: letters and digits. */
  readonly run: string;
  readonly image: string;
  /** Nodes on which the pods stand in turn. */
  readonly nodes: readonly string[];
  /** Labels of invoice-app's namespace, which the lookalike copies. */
  readonly teamLabels: Labels;
}

export function cast(args: CastArgs) {
  const { outputs, run, teamLabels } = args;
  const namespace = (home: Home, labels: Labels) => {
    const name = namespaceOf(home, outputs, run);
    return { metadata: { name, labels: { ...labels, [nameLabel]: name, [runLabel]: run } } };
  };
  return {
    namespaces: [namespace("lookalike", teamLabels), namespace("scratch", restricted)],
    policies: [
      unwall(outputs.invoiceApp.namespace, run),
      unwall(outputs.paymentProvider.namespace, run),
    ],
    pods: roleNames.map((name, i) => pod(name, args, args.nodes[i % args.nodes.length] ?? "")),
  };
}

/** Name of a role's pod, and what it answers when asked who it is. */
export function podName(role: RoleName, run: string): string {
  return `verify-${role}-${run}`;
}

export function namespaceOf(home: Home, outputs: StackOutputs, run: string): string {
  switch (home) {
    case "invoices":
      return outputs.invoiceApp.namespace;
    case "payments":
      return outputs.paymentProvider.namespace;
    case "default":
      return "default";
    default:
      return `verify-${home}-${run}`;
  }
}

/** The job that migrates a database is called after it. */
function migrationOf(database: WorkloadOutputs): WorkloadOutputs {
  return { ...database, podLabels: selectorLabels(`${database.service}-migration`) };
}

/** Opens both directions for the unwalled pods of this run in one namespace. */
function unwall(namespace: string, run: string) {
  return {
    metadata: { name: `verify-unwalled-${run}`, namespace, labels: { [runLabel]: run } },
    spec: {
      podSelector: { matchLabels: { [runLabel]: run, [wallsLabel]: "down" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{}],
      egress: [{}],
    },
  };
}

function pod(name: RoleName, { outputs, run, image }: CastArgs, node: string) {
  const { home, wears, unwalled, token }: Role = ROLES[name];
  const { invoiceApp, paymentProvider } = outputs;
  const worn: Record<Worn, WorkloadOutputs> = {
    "invoice-app": invoiceApp,
    "payment-provider": paymentProvider,
    "invoices-database": invoiceApp.database,
    "payments-database": paymentProvider.database,
    "invoices-database-migration": migrationOf(invoiceApp.database),
    "payments-database-migration": migrationOf(paymentProvider.database),
  };
  const ports = new Set([53, 443, 8083, ...Object.values(worn).map(({ port }) => port)]);
  const http = home === "invoices" ? invoiceApp.port : paymentProvider.port;
  return {
    metadata: {
      name: podName(name, run),
      namespace: namespaceOf(home, outputs, run),
      labels: {
        ...(wears && worn[wears].podLabels),
        ...(unwalled && { [wallsLabel]: "down" }),
        [runLabel]: run,
      },
    },
    spec: {
      // Nobody ever sets this condition, so the pod is never ready and no Service sends it traffic.
      readinessGates: [{ conditionType: `${runLabel}-never` }],
      nodeSelector: { [nodeLabel]: node },
      restartPolicy: "Never",
      activeDeadlineSeconds: longestRun,
      // It has nothing to finish: deleted, it is gone at once, and nobody waits for that.
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      ...(token && identityOf(outputs)),
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        seccompProfile: { type: "RuntimeDefault" },
        // Lets a process that is not root listen on port 53.
        sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
      },
      containers: [
        {
          name: "probe",
          image,
          imagePullPolicy: "IfNotPresent",
          // Its last words are in what verify says when it does not start.
          terminationMessagePolicy: "FallbackToLogsOnError",
          args: ["serve", "-name", podName(name, run), "-tcp", [...ports].join(","), "-udp", "53"],
          ports: [{ name: "http", containerPort: http, protocol: "TCP" }],
          resources: {
            requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "8Mi" },
            limits: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "16Mi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          ...(token && { volumeMounts: [{ name: "token", mountPath: dirname(tokenFile) }] }),
        },
      ],
    },
  };
}

/** What invoice-app has: its account, which is called as it is, and a token of it for payment-provider. */
function identityOf({ invoiceApp, paymentProvider }: StackOutputs) {
  const source = {
    audience: paymentProvider.service,
    expirationSeconds: 600,
    path: basename(tokenFile),
  };
  return {
    serviceAccountName: invoiceApp.service,
    volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: source }] } }],
  };
}
