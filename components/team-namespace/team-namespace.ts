import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { breakGlassGroup, platformTeam, teamGroup, viewersTeam } from "../access/identities";
import { boundRole } from "../access/bound-role";
import { group, type PolicyRule } from "../access/rules";
import { childOptions } from "../child-options";
import { defaultVolumeSize } from "../container-size";
import { teamLabels, userLabel } from "../labels";
import { defaultDenySpec, dnsEgressSpec, podSecurityLabels } from "./isolation";
import { limitRangeSpec, quotaSpec } from "./quota";
import { breakGlassRules } from "./roles/break-glass";
import { platformTeamRules } from "./roles/platform";
import { teamRules } from "./roles/team";
import { viewerRules } from "./roles/viewer";

export interface TeamNamespaceArgs {
  /** Name of the team, which is also the name of its namespace. */
  readonly team: string;
  /**
   * User and group that its own pods run as, which no other team has, nor another image, such as 65532 of
   * CoreDNS. PostgreSQL keeps that of its image, which owns the databases' files.
   */
  readonly user: number;
  /**
   * How many Services in it may be reachable from outside the cluster.
   * @default 0
   */
  readonly exposedServices?: number;
  /**
   * Whether the team may open a shell in its pods, and so read all that they can.
   * @default false
   */
  readonly exec?: boolean;
  /**
   * Size of each of its database's two volumes, in whole Gi such as `2Gi`.
   * @default 1Gi
   */
  readonly volumeSize?: string;
}

/** A team's namespace: closed to all traffic, limited in size, and open to the team's own people. */
export class TeamNamespace extends pulumi.ComponentResource {
  /** Name of the team. */
  readonly team: string;
  /** User and group that its own pods run as. */
  readonly user: number;
  /** Name of the namespace. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: TeamNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:TeamNamespace", name, {}, opts);
    const { team, user, exposedServices = 0, exec = false, volumeSize = defaultVolumeSize } = args;
    const labels = teamLabels(team);
    const child = childOptions(this, opts);

    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: team,
          labels: { ...labels, ...podSecurityLabels, [userLabel]: String(user) },
        },
      },
      // All that the team has is in it.
      { ...child, protect: true },
    );
    this.team = team;
    this.user = user;
    this.name = namespace.metadata.name;
    const metadata = { namespace: this.name, labels };

    new k8s.core.v1.ResourceQuota(
      name,
      { metadata, spec: quotaSpec(exposedServices, volumeSize) },
      child,
    );
    new k8s.core.v1.LimitRange(name, { metadata, spec: limitRangeSpec(volumeSize) }, child);
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

    const bind = (logicalName: string, role: string, people: string, rules: PolicyRule[]) =>
      boundRole(
        logicalName,
        { metadata: { ...metadata, name: role }, rules, subject: group(people) },
        child,
      );
    bind(name, "team", teamGroup(team), teamRules({ exec }));
    bind(`${name}-viewer`, "viewer", teamGroup(viewersTeam), viewerRules);
    bind(`${name}-break-glass`, "break-glass", breakGlassGroup(team), breakGlassRules);
    bind(`${name}-platform`, "platform", teamGroup(platformTeam), platformTeamRules(team));
    this.registerOutputs({ team: this.team, name: this.name });
  }
}
