/**
 * The Kubernetes group of a team: its RoleBinding names it, and whatever authenticates the team's
 * people (an EKS access entry, a client certificate) puts them into it.
 */
export function teamGroup(team: string): string {
  return `team:${team}`;
}
