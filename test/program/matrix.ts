import type { types } from "@pulumi/kubernetes";
import type { Cell } from "../../verify/traffic/cells";
import { type Expected, EXPECTED } from "../../verify/expected";
import type { Outcome } from "../../verify/traffic/judge";
import type { CellId, ClientName, EndpointName } from "../../verify/traffic/names";
import { databasesOf, type Home, type Actor, actorsOf } from "../../verify/traffic/actors";
import type { Registered } from "../components/recorder";
import { type End, type Policy, reachesBy, type Target } from "./reachability";

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

/** What opens the check's unwalled pods, as the check does it. */
export function unwalledIn({ teams }: Expected): Policy[] {
  return teams.map((namespace) => ({
    name: "unwalled",
    namespace,
    spec: {
      podSelector: { matchLabels: { walls: "down" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{}],
      egress: [{}],
    },
  }));
}

function pod(namespace: string, labels: Readonly<Record<string, string>>): End {
  const namespaceLabels = { "kubernetes.io/metadata.name": namespace };
  return { namespace, namespaceLabels, labels, address: "10.244.0.9" };
}

function namespaceOf(home: Home): string {
  if (typeof home === "string") return home;
  return "team" in home ? home.team : `like-${home.like}`;
}

function actorPod({ home, wears, unwalled }: Actor): End {
  const labels = { ...(wears && { [nameLabel]: wears }), ...(unwalled && { walls: "down" }) };
  return pod(namespaceOf(home), labels);
}

const kubeDns = pod("kube-system", { "k8s-app": "kube-dns" });
const outside: End = { address: "203.0.113.9" };
const apiServer: Target = { address: "192.168.49.2", port: 8443 };

function known<T>(found: ReadonlyMap<string, T>, name: string): T {
  const one = found.get(name);
  if (one === undefined) throw new Error(`no cell can be about ${name}`);
  return one;
}

/** Who asks and who is asked, of what is expected. */
class Cast {
  private readonly actors: ReadonlyMap<string, End>;
  private readonly own: ReadonlyMap<string, Target>;
  private readonly ofServices: readonly number[];

  constructor(expected: Expected, ports: Ports) {
    this.actors = new Map(actorsOf(expected).map((actor) => [actor.name, actorPod(actor)]));
    const homes = [...expected.services, ...databasesOf(expected)];
    this.own = new Map(
      homes.map(({ name, team }) => [
        name,
        { ...pod(team, { [nameLabel]: name }), port: known(ports, name) },
      ]),
    );
    this.ofServices = [...new Set(expected.services.map(({ name }) => known(ports, name)))];
  }

  /** This machine comes by the node's published port, and so from outside of it as all do. */
  client(name: ClientName): End {
    return name === "outside" || name === "here" ? outside : known(this.actors, name);
  }

  /**
   * Where an endpoint's traffic ends: that of a Service at its pods, that of a node port likewise. A pod that stands
   * for nothing is asked on the port of each service.
   */
  servers(endpoint: EndpointName): readonly Target[] {
    const [, server = "", way = "", port, udp] =
      /^([a-z0-9-]+)(?:\/([a-z-]+))?(?::(\d+))?(\/udp)?$/.exec(endpoint) ?? [];
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
        const usual = this.own.get(server.replace(/-(unwalled|copycat)$/, ""))?.port;
        const end = isReal ? known(this.own, server) : known(this.actors, server);
        return usual === undefined ? this.ofServices.map((one) => at(end, one)) : [at(end, usual)];
      }
    }
  }
}

/** What the check would see if nothing but these policies decided. A pod always reaches itself. */
export function outcomes(
  cells: readonly Cell[],
  policies: readonly Policy[],
  ports: Ports,
  expected: Expected = EXPECTED,
): Map<CellId, readonly Outcome[]> {
  const cast = new Cast(expected, ports);
  const canReach = reachesBy(policies);
  return new Map(
    cells.map(({ id, from, to, expected: wanted }) => {
      const isItself = to === from || to.startsWith(`${from}/stand-in`);
      const answer = wanted === "denied" ? "denied" : "answered";
      const reaches = (server: Target) => isItself || canReach(cast.client(from), server);
      return [id, cast.servers(to).map((server) => (reaches(server) ? answer : "refused"))];
    }),
  );
}
