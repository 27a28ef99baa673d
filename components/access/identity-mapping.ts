import { teamGroup, teamUser } from "./identities";

/** Who a team's people are to Kubernetes when they come with the team's role. */
export interface TeamIdentity {
  /** Group that RoleBindings name. */
  readonly group: string;
  /** User name with a place for the session's name, which EKS and aws-iam-authenticator fill in. */
  readonly userName: string;
}

export function teamIdentity(team: string): TeamIdentity {
  return { group: teamGroup(team), userName: teamUser(team, "{{SessionName}}") };
}

/** A role that was made. */
export interface MappedRole extends TeamIdentity {
  readonly roleArn: string;
  /** `AROA…`, which no other role ever gets, not even one of the same name. */
  readonly roleId: string;
}

/** The mapping file of aws-iam-authenticator's backend `DynamicFile`. */
export function mappingFile(roles: readonly MappedRole[]): string {
  const mapRoles = roles.map(({ roleArn, roleId, userName, group }) => ({
    rolearn: roleArn,
    userid: roleId,
    username: userName,
    groups: [group],
  }));
  return `${JSON.stringify({ mapRoles, mapUsers: [], mapAccounts: [] }, null, 2)}\n`;
}
