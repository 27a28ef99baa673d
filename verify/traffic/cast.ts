import type { StackOutputs, WorkloadOutputs } from "../../cluster/stack";
import { checksPrefix, selectorLabels } from "../../components/labels";
import { migrationOf, otherPorts } from "./names";
import { nodeLabel } from "./nodes";
import type { Actor, Home } from "./actors";
import { tokenFolder } from "./targets";

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
  readonly actors: readonly Actor[];
  readonly outputs: StackOutputs;
  /** Id of the run: letters and digits. */
  readonly run: string;
  readonly image: string;
  /** Nodes on which the pods stand in turn. */
  readonly nodes: readonly string[];
  /** By team: labels of its namespace, which a lookalike copies. */
  readonly teamLabels: Readonly<Record<string, Labels>>;
}

export function cast(args: CastArgs) {
  const { outputs, run, teamLabels } = args;
  const namespace = (home: Home, labels: Labels) => {
    const name = namespaceOf(home, outputs, run);
    return { metadata: { name, labels: { ...labels, [nameLabel]: name, [runLabel]: run } } };
  };
  const worn = wornOf(outputs);
  return {
    namespaces: [
      ...outputs.teams.map(({ team }) => namespace({ like: team }, teamLabels[team] ?? {})),
      namespace("scratch", restricted),
    ],
    policies: outputs.teams.map(({ namespace }) => unwall(namespace, run)),
    pods: args.actors.map((actor, i) =>
      pod(actor, worn, args, args.nodes[i % args.nodes.length] ?? ""),
    ),
  };
}

/** Name of an actor's pod, and what it answers when asked who it is. */
export function podName(actor: string, run: string): string {
  return `verify-${actor}-${run}`;
}

export function namespaceOf(home: Home, { teams }: StackOutputs, run: string): string {
  if (home === "default") return home;
  if (home === "scratch") return `verify-scratch-${run}`;
  if ("like" in home) return `verify-like-${home.like}-${run}`;
  return teams.find(({ team }) => team === home.team)?.namespace ?? home.team;
}

/** By name: what an actor may pass for. */
function wornOf({ services }: StackOutputs): ReadonlyMap<string, WorkloadOutputs> {
  const databases = services.flatMap(({ database }) => database ?? []);
  const migrations = databases.map((database) => {
    const service = migrationOf(database.service);
    return { ...database, service, podLabels: selectorLabels(service) };
  });
  return new Map(
    [...services, ...databases, ...migrations].map((workload) => [workload.service, workload]),
  );
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

function pod(
  { name, home, wears, unwalled, tokensFor = [] }: Actor,
  worn: ReadonlyMap<string, WorkloadOutputs>,
  { outputs, run, image }: CastArgs,
  node: string,
) {
  const passesFor = wears === undefined ? undefined : worn.get(wears);
  const namespace = namespaceOf(home, outputs, run);
  const { services } = outputs;
  const http =
    services.find(({ service }) => service === wears) ??
    services.find((one) => one.namespace === namespace) ??
    services[0];
  const tcp = otherPorts.filter((port) => !port.endsWith("/udp")).map(Number);
  const ports = new Set([...tcp, ...[...worn.values()].map(({ port }) => port)]);
  return {
    metadata: {
      name: podName(name, run),
      namespace,
      labels: {
        ...passesFor?.podLabels,
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
      ...(wears !== undefined && tokensFor.length > 0 && identityOf(wears, tokensFor)),
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
          ...(http && { ports: [{ name: "http", containerPort: http.port, protocol: "TCP" }] }),
          resources: {
            requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "8Mi" },
            limits: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "16Mi" },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          ...(tokensFor.length > 0 && {
            volumeMounts: [{ name: "tokens", mountPath: tokenFolder }],
          }),
        },
      ],
    },
  };
}

/** What the service has: its account, which is called as it is, and a token of it for each that asks. */
function identityOf(service: string, tokensFor: readonly string[]) {
  const sources = tokensFor.map((audience) => ({
    serviceAccountToken: { audience, expirationSeconds: 600, path: audience },
  }));
  return {
    serviceAccountName: service,
    volumes: [{ name: "tokens", projected: { sources } }],
  };
}
