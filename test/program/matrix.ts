import type { types } from "@pulumi/kubernetes";
import type { Cell } from "../../verify/cells";
import { EXPECTED } from "../../verify/expected";
import type { Outcome } from "../../verify/judge";
import type { CellId, ClientName, EndpointName } from "../../verify/names";
import { databasesOf, type Home, type Role, rolesOf } from "../../verify/roles";
import type { Registered } from "../components/recorder";
import { canReach, type End, type Policy, type Target } from "./reachability";

const nameLabel = "app.kubernetes.io/name";

/** By the name of the service or of the database. */
export type Ports = ReadonlyMap<string, number>;

/** Where the program's Services are asked. */
export function portsOf(registered: readonly Registered[]): Ports {
  const services = registered.filter(({ inputs }) => inputs.kind === "Service");
  return new Map(
    services.map(({ name, inputs }) => {
      const { ports } = inputs.spec as types.output.core.v1.ServiceSpec;
      return [name, ports[0]?.port ?? NaN];
    }),
  );
}

const roles = new Map(rolesOf(EXPECTED).map((role) => [role.name, role]));
const homes = new Map(
  [...EXPECTED.services, ...databasesOf(EXPECTED)].map(({ name, team }) => [name, team]),
);

/** What opens the check's unwalled pods, as the check does it. */
export const unwalled: readonly Policy[] = EXPECTED.teams.map((namespace) => ({
  name: "unwalled",
  namespace,
  spec: {
    podSelector: { matchLabels: { walls: "down" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{}],
    egress: [{}],
  },
}));

function pod(namespace: string, labels: Readonly<Record<string, string>>): End {
  const namespaceLabels = { "kubernetes.io/metadata.name": namespace };
  return { namespace, namespaceLabels, labels, address: "10.244.0.9" };
}

function namespaceOf(home: Home): string {
  if (typeof home === "string") return home;
  return "team" in home ? home.team : `like-${home.like}`;
}

function rolePod(name: string): End {
  const { home, wears, unwalled } = known<Role>(roles, name);
  const labels = { ...(wears && { [nameLabel]: wears }), ...(unwalled && { walls: "down" }) };
  return pod(namespaceOf(home), labels);
}

const ownPod = (name: string): End => pod(known(homes, name), { [nameLabel]: name });
const kubeDns = pod("kube-system", { "k8s-app": "kube-dns" });
const outside: End = { address: "203.0.113.9" };
const apiServer: Target = { address: "192.168.49.2", port: 8443 };

function known<T>(found: ReadonlyMap<string, T>, name: string): T {
  const one = found.get(name);
  if (one === undefined) throw new Error(`no cell can be about ${name}`);
  return one;
}

/** This machine comes by the node's published port, and so from outside of it as all do. */
const clientOf = (name: ClientName): End =>
  name === "outside" || name === "here" ? outside : rolePod(name);

/**
 * Where an endpoint's traffic ends: that of a Service at its pods, that of a node port likewise. A pod that stands
 * for nothing is asked on the port of each service.
 */
function serversOf(endpoint: EndpointName, ports: Ports): readonly Target[] {
  const [, server = "", way = "", port, udp] =
    /^([a-z-]+)(?:\/([a-z-]+))?(?::(\d+))?(\/udp)?$/.exec(endpoint) ?? [];
  const at = (end: End, usual: number): Target => ({
    ...end,
    port: Number(port ?? usual),
    protocol: udp === undefined ? "TCP" : "UDP",
  });
  switch (server) {
    case "outside":
      return [{ ...outside, port: 40000 }];
    case "api-server":
      return [apiServer];
    case "kube-dns":
      return [{ ...at(kubeDns, 53), protocol: way === "udp" ? "UDP" : "TCP" }];
    default: {
      const isReal = way !== "" && way !== "stand-in";
      const usual = ports.get(server.replace(/-(unwalled|copycat)$/, ""));
      const end = isReal ? ownPod(server) : rolePod(server);
      return usual === undefined
        ? EXPECTED.services.map(({ name }) => at(end, known(ports, name)))
        : [at(end, usual)];
    }
  }
}

/** What the check would see if nothing but these policies decided. A pod always reaches itself. */
export function outcomes(
  cells: readonly Cell[],
  policies: readonly Policy[],
  ports: Ports,
): Map<CellId, readonly Outcome[]> {
  return new Map(
    cells.map(({ id, from, to, expected }) => {
      const isItself = to === from || to.startsWith(`${from}/stand-in`);
      const answer = expected === "denied" ? "denied" : "answered";
      const reaches = (server: Target) => isItself || canReach(policies, clientOf(from), server);
      return [id, serversOf(to, ports).map((server) => (reaches(server) ? answer : "refused"))];
    }),
  );
}
