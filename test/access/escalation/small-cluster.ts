import { type Chain, chainsOf } from "../../../access/escalation/chains";
import type { Cluster } from "../../../access/escalation/cluster";
import { person } from "../../../rbac/identity";
import { parseRbacObjects, type RbacObject } from "../../../rbac/rbac-objects";
import { parseResource } from "../../../rbac/resource";

export const alice = person("alice", ["team"]);

/** Rights such as `create secrets`, in a namespace, or cluster-wide if that is empty. */
export function grant(rights: readonly string[], namespace = "", user = "alice"): RbacObject[] {
  const rules = rights.map((right) => {
    const [verb = "", target = ""] = right.split(" ");
    const { group, plural, subresource, name } = parseResource(target);
    const resource = plural + (subresource && `/${subresource}`);
    return {
      verbs: [verb],
      apiGroups: [group],
      resources: [resource],
      resourceNames: name === "" ? [] : [name],
    };
  });
  const kind = namespace === "" ? "ClusterRole" : "Role";
  const metadata = { name: `${user}-${namespace}`, ...(namespace !== "" && { namespace }) };
  return parseRbacObjects([
    { kind, metadata, rules },
    {
      kind: `${kind}Binding`,
      metadata,
      roleRef: { kind, name: metadata.name },
      subjects: [{ kind: "User", name: user }],
    },
  ]);
}

const namespaces: Cluster["namespaces"] = [
  {
    name: "team",
    podSecurity: true,
    ofTeam: true,
    accounts: {
      app: ["deployments.apps"],
      "team-database": ["statefulsets.apps"],
      default: [],
    },
  },
  { name: "plain", podSecurity: false, ofTeam: false, accounts: { default: ["jobs.batch"] } },
  { name: "kube-system", podSecurity: false, ofTeam: false, accounts: { controller: [] } },
];
const guardrails = ["workloads", "tokens"].map((name) => ({
  name: `sre-challenge-${name}`,
  except: ["platform"],
}));

export function chains(objects: readonly RbacObject[], who = alice): string[] {
  return chainsOf({ objects, namespaces, guardrails }, who).map(chainText);
}

/** Such as `create secrets in payments: a token request → payments/default`. */
function chainText(chain: Chain): string {
  return chain
    .map(({ rights, namespace, way, gains }) => {
      const place = namespace === "" ? "" : ` in ${namespace}`;
      const gained = gains.length === 0 ? "" : ` → ${gains.join(" ")}`;
      return `${rights.join(", ")}${place}: ${way}${gained}`;
    })
    .join("; ");
}
