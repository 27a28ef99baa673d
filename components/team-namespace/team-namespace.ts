import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { teamGroup } from "../access/identities";
import { teamLabels } from "../labels";
import { defaultDenySpec, dnsEgressSpec, podSecurityLabels } from "./isolation";
import { limitRangeSpec, quotaSpec } from "./quota";
import { teamRules } from "./role";

export interface TeamNamespaceArgs {
  /** Name of the team, which is also the name of its namespace. */
  readonly team: string;
  /**
   * How many Services in it may be reachable from outside the cluster.
   * @default 0
   */
  readonly exposedServices?: number;
}

/** A team's namespace: closed to all traffic, limited in size, and open to the team's own people. */
export class TeamNamespace extends pulumi.ComponentResource {
  /** Name of the team. */
  readonly team: string;
  /** Name of the namespace. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: TeamNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:TeamNamespace", name, {}, opts);
    const { team, exposedServices = 0 } = args;
    const labels = teamLabels(team);
    const child = { parent: this };

    const namespace = new k8s.core.v1.Namespace(
      name,
      { metadata: { name: team, labels: { ...labels, ...podSecurityLabels } } },
      child,
    );
    this.team = team;
    this.name = namespace.metadata.name;
    const metadata = { namespace: this.name, labels };

    new k8s.core.v1.ResourceQuota(name, { metadata, spec: quotaSpec(exposedServices) }, child);
    new k8s.core.v1.LimitRange(name, { metadata, spec: limitRangeSpec() }, child);
    new k8s.networking.v1.NetworkPolicy(
      `${name}-default-deny`,
      { metadata, spec: defaultDenySpec },
      child,
    );
    new k8s.networking.v1.NetworkPolicy(
      `${name}-dns-egress`,
      { metadata, spec: dnsEgressSpec },
      child,
    );

    const role = new k8s.rbac.v1.Role(
      name,
      { metadata: { ...metadata, name: "team" }, rules: teamRules },
      child,
    );
    new k8s.rbac.v1.RoleBinding(
      name,
      {
        metadata,
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "Role",
          name: role.metadata.name,
        },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: teamGroup(team) }],
      },
      child,
    );
    this.registerOutputs({ team: this.team, name: this.name });
  }
}
