/** The team that deploys this program; it has no namespace. */
export const platformTeam = "platform";

/** On-call and auditors, who look and change nothing; they have no namespace. */
export const viewersTeam = "viewers";

/**
 * The Kubernetes group of a team: its RoleBinding names it, and whatever authenticates the team's
 * people (an EKS access entry, a client certificate) puts them into it.
 */
export function teamGroup(team: string): string {
  return `team:${team}`;
}

/** The Kubernetes user of a member of a team: the audit log shows who it was. */
export function teamUser(team: string, person: string): string {
  return `${teamGroup(team)}:${person}`;
}

/** The group of those who have a team's wider rights for an emergency, which end by themselves. */
export function breakGlassGroup(team: string): string {
  return `break-glass:${team}`;
}

/** The user of a person for the time of an emergency. */
export function breakGlassUser(team: string, person: string): string {
  return `${breakGlassGroup(team)}:${person}`;
}
