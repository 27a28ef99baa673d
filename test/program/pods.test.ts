import { parseStackOutputs } from "../../cluster/stack";
import { EXPECTED } from "../../verify/expected";
import { migrationOf } from "../../verify/traffic/names";
import { databasesOf } from "../../verify/traffic/actors";
import { type Container, containersOf, podsOf, type PodSpec } from "./pods";
import { runProgram, stackConfig } from "./run-program";

const { services } = EXPECTED;
const databases = databasesOf(EXPECTED);
const ofPostgres = (database: string) => [database, `${database}-backup`, `${database}-restore`];

interface Source {
  readonly serviceAccountToken?: { readonly audience?: string };
}

const copier = "issuer-keys";

describe.each(["dev", "eks"])("every pod of the stack %s", (stack) => {
  let pods: Record<string, PodSpec>;
  let users: ReadonlyMap<string, number>;
  /** Those whose data is in the cluster. */
  let kept: readonly string[];
  const specs = () => Object.values(pods);
  const containers = () => specs().flatMap((pod) => containersOf(pod));

  beforeAll(async () => {
    const { registered, result } = await runProgram(stackConfig(stack));
    pods = podsOf(registered);
    kept = registered.filter(({ inputs }) => inputs.kind === "StatefulSet").map(({ name }) => name);
    const { teams } = parseStackOutputs(JSON.stringify(result));
    const ofTeam = (team: string) => teams.find((one) => one.team === team)?.runAsUser ?? NaN;
    users = new Map([
      ...services.map(({ name, team }) => [name, ofTeam(team)] as const),
      ...databases.map(({ name, team }) => [migrationOf(name), ofTeam(team)] as const),
      ...kept.flatMap(ofPostgres).map((name) => [name, 999] as const),
      [copier, 65532],
    ]);
  });

  test("is known", () => {
    expect(Object.keys(pods).sort()).toEqual([...users.keys()].sort());
  });

  test("meets the Pod Security Standard restricted", () => {
    // What the standard forbids is not among these: host namespaces, other volumes and containers.
    const fields = new Set(specs().flatMap((pod) => Object.keys(pod)));
    const known = [
      "affinity",
      "automountServiceAccountToken",
      "containers",
      "dnsConfig",
      "dnsPolicy",
      "enableServiceLinks",
      "initContainers",
      "restartPolicy",
      "securityContext",
      "serviceAccountName",
      "shareProcessNamespace",
      "terminationGracePeriodSeconds",
      "tolerations",
      "topologySpreadConstraints",
      "volumes",
    ];
    expect([...fields].filter((field) => !known.includes(field))).toEqual([]);
    for (const { securityContext, volumes = [] } of specs() as Partial<PodSpec>[]) {
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(securityContext?.runAsUser).toBeGreaterThan(0);
      const sources = volumes.flatMap(({ name: _, ...source }) => Object.keys(source));
      const allowed = ["configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"];
      expect(sources.filter((source) => !allowed.includes(source))).toEqual([]);
    }
    for (const { securityContext } of containers()) {
      expect(securityContext).toEqual({
        privileged: false,
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  test("runs as its team's own user, but those of PostgreSQL, whose files are there", () => {
    const found = Object.entries(pods).map(([name, { securityContext }]) => [
      name,
      securityContext.runAsUser,
      securityContext.runAsGroup,
      securityContext.fsGroup,
    ]);
    const expected = [...users].map(([name, user]) => [name, user, user, user]);
    expect(found.sort()).toEqual(expected.sort());
  });

  test("has no token of the API server, but for what copies its keys", () => {
    expect(specs().filter((pod) => pod.automountServiceAccountToken)).toEqual([]);
    const audiences = Object.entries(pods).flatMap(
      ([name, { volumes = [] }]: [string, Partial<PodSpec>]) =>
        volumes.flatMap(({ projected = {} }: { projected?: { sources?: readonly Source[] } }) =>
          (projected.sources ?? []).flatMap(({ serviceAccountToken: token }) =>
            token ? `${name}: ${token.audience ?? "the API server"}` : [],
          ),
        ),
    );
    expect(audiences.sort()).toEqual([
      "invoice-app: payment-provider",
      "issuer-keys: the API server",
    ]);
  });

  test("asks for each name once, as it stands, and not below the cluster's own domains first", () => {
    const names = containers().flatMap(({ env = [] }: Partial<Container>) => env.flatMap(hostsIn));
    expect(names).not.toEqual([]);
    for (const { dnsPolicy, dnsConfig } of specs()) {
      expect(dnsPolicy).toBe("ClusterFirst");
      expect(dnsConfig).toEqual({ options: [{ name: "ndots", value: "1" }] });
    }
    // One that is cut short would be asked for in vain first.
    const full = /\.svc\.cluster\.local$|\.rds\.amazonaws\.com$/;
    const cutShort = names.filter((name) => !full.test(name));
    expect(cutShort).toEqual([]);
  });

  test("asks for and is held to something of everything", () => {
    const resources = ["cpu", "ephemeral-storage", "memory"];
    for (const { resources: of } of containers()) {
      expect(Object.keys(of.requests).sort()).toEqual(resources);
      expect(Object.keys(of.limits).sort()).toEqual(resources);
    }
  });

  test("runs an image that is named by its digest, or PostgreSQL's of one version", () => {
    for (const { image } of containers()) {
      expect(image).toMatch(/@sha256:[0-9a-f]+$|^docker\.io\/library\/postgres:15\.\d+-bookworm$/);
    }
  });
});

test("the databases of dev are in the cluster, each with its backup", async () => {
  const pods = podsOf((await runProgram(stackConfig("dev"))).registered);
  const all = databases.flatMap(({ name }) => ofPostgres(name));
  expect(Object.keys(pods)).toEqual(expect.arrayContaining(all));
});

/** The names of hosts that a variable tells a container. */
function hostsIn({ name, value }: Container["env"][number]): string[] {
  if (name === "PGHOST") return value.startsWith("/") ? [] : [value];
  // What tokens call their issuer; nobody asks there.
  if (/^(IDENTITY|KEYS)_ISSUER$/.test(name)) return [];
  return /^https?:/.test(value) ? [new URL(value).hostname] : [];
}
