import type { Cell } from "../../verify/cells";
import type { Outcome } from "../../verify/judge";
import type { CellId, ClientName, EndpointName } from "../../verify/names";
import { ROLES, type Role, type RoleName, type Worn } from "../../verify/roles";
import { canReach, type End, type Policy, type Target } from "./reachability";

const nameLabel = "app.kubernetes.io/name";
const ports: Readonly<Record<string, number>> = {
  "invoice-app": 8081,
  "payment-provider": 8082,
  "invoices-database": 5432,
  "payments-database": 5432,
};
const team = (worn: string) => (worn.startsWith("invoice") ? "invoices" : "payments");

/** What opens the check's unwalled pods, as the check does it. */
export const unwalled: readonly Policy[] = ["invoices", "payments"].map((namespace) => ({
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

function rolePod(name: RoleName): End {
  const { home, wears, unwalled }: Role = ROLES[name];
  return pod(home, { ...(wears && { [nameLabel]: wears }), ...(unwalled && { walls: "down" }) });
}

const ownPod = (worn: Worn): End => pod(team(worn), { [nameLabel]: worn });
const kubeDns = pod("kube-system", { "k8s-app": "kube-dns" });
const outside: End = { address: "203.0.113.9" };
const apiServer: Target = { address: "192.168.49.2", port: 8443 };

/** This machine comes by the node's published port, and so from outside of it as all do. */
const clientOf = (name: ClientName): End =>
  name === "outside" || name === "here" ? outside : rolePod(name);

/** Where an endpoint's traffic ends: that of a Service at its pods, that of a node port likewise. */
function serverOf(endpoint: EndpointName): Target {
  const [, server = "", way = "", port, udp] =
    /^([a-z-]+)(?:\/([a-z-]+))?(?::(\d+))?(\/udp)?$/.exec(endpoint) ?? [];
  const at = (end: End, usual = 8082): Target => ({
    ...end,
    port: Number(port ?? usual),
    protocol: udp === undefined ? "TCP" : "UDP",
  });
  switch (server) {
    case "outside":
      return { ...outside, port: 40000 };
    case "api-server":
      return apiServer;
    case "kube-dns":
      return { ...at(kubeDns, 53), protocol: way === "udp" ? "UDP" : "TCP" };
    default: {
      const isReal = way !== "" && way !== "stand-in";
      const usual = ports[server.replace("-unwalled", "")];
      return at(isReal ? ownPod(server as Worn) : rolePod(server as RoleName), usual);
    }
  }
}

/** What the check would see if nothing but these policies decided. A pod always reaches itself. */
export function outcomes(
  cells: readonly Cell[],
  policies: readonly Policy[],
): Map<CellId, Outcome> {
  return new Map(
    cells.map(({ id, from, to, expected }) => {
      const isItself = to === from || to.startsWith(`${from}/stand-in`);
      const reaches = isItself || canReach(policies, clientOf(from), serverOf(to));
      const answer = expected === "denied" ? "denied" : "answered";
      return [id, reaches ? answer : "refused"];
    }),
  );
}
