import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import * as pulumi from "@pulumi/pulumi";
import { type AwsAccount, clusterArn, roleName } from "./aws-access";
import { type MappedRole, teamIdentity } from "./identity-mapping";
import { permissionPolicy } from "./permission-policy";
import type { TeamRole } from "./team-role";
import { trustPolicy } from "./trust-policy";

export interface TeamAccessArgs {
  readonly team: string;
  /**
   * The team's IAM role, and the account that it is made in.
   * @default none: only a client certificate can make somebody a member of the team
   */
  readonly aws?: { readonly account: AwsAccount; readonly role: TeamRole } | undefined;
}

/** How the people of a team become its group in the cluster: by a role that they assume in AWS. */
export class TeamAccess extends pulumi.ComponentResource {
  /** The group that the team's RoleBindings name. */
  readonly group: string;
  /** User name with the place for the session's name. */
  readonly userName: string;
  /** The role and what it is mapped to; undefined without AWS. */
  readonly role: pulumi.Output<MappedRole> | undefined;

  constructor(name: string, args: TeamAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:TeamAccess", name, {}, opts);
    const identity = teamIdentity(args.team);
    this.group = identity.group;
    this.userName = identity.userName;
    if (args.aws !== undefined) {
      const { account, role } = args.aws;
      const made = this.makeRole(name, args.team, account, role);
      this.mapOnEks(name, account, made);
      this.role = pulumi
        .all([made.arn, made.uniqueId])
        .apply(([roleArn, roleId]) => ({ ...identity, roleArn, roleId }));
    }
    this.registerOutputs({ group: this.group, userName: this.userName, role: this.role });
  }

  private makeRole(name: string, team: string, account: AwsAccount, role: TeamRole): Role {
    const { assumedBy, sessionHours = 1, permissionsBoundary, mfa = false } = role;
    const child = { parent: this };
    const made = new Role(
      name,
      {
        name: roleName(account.cluster, team),
        description: `People of the team ${team}`,
        assumeRolePolicy: JSON.stringify(trustPolicy(assumedBy, mfa)),
        maxSessionDuration: sessionHours * 3600,
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      },
      child,
    );
    new RolePolicy(
      name,
      {
        name: "describe-cluster",
        role: made.name,
        policy: JSON.stringify(permissionPolicy(clusterArn(account))),
      },
      child,
    );
    return made;
  }

  /** Without a policy of AWS: what the group may do is for RoleBindings to say. */
  private mapOnEks(name: string, { cluster }: AwsAccount, role: Role): void {
    if (cluster.kind === "eks") {
      new AccessEntry(
        name,
        {
          clusterName: cluster.name,
          principalArn: role.arn,
          type: "STANDARD",
          userName: this.userName,
          kubernetesGroups: [this.group],
        },
        // EKS keeps the role's unique id behind the ARN: for a role that was made anew, the entry
        // would be there and let nobody in. A cluster takes one entry for an ARN.
        { parent: this, replacementTrigger: role.uniqueId, deleteBeforeReplace: true },
      );
    }
  }
}
