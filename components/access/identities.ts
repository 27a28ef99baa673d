/**
 * The Kubernetes group of a team: RoleBindings name it, and whatever authenticates the team's people
 * (an EKS access entry, aws-iam-authenticator, a client certificate) puts them into it.
 */
export function teamGroup(team: string): string {
  return `team:${team}`;
}

/** The Kubernetes user of one of a team's people: the audit log names the person. */
export function teamUser(team: string, person: string): string {
  return `${teamGroup(team)}:${person}`;
}

/** The group that holds a team's wider rights, for as long as a person's certificate lives. */
export function breakGlassGroup(team: string): string {
  return `break-glass:${team}`;
}

/** The user of a person in that group. */
export function breakGlassUser(team: string, person: string): string {
  return `${breakGlassGroup(team)}:${person}`;
}
