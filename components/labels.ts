/** Who made an object: guardrails keep a team from changing what is the program's. */
export const managerLabel = "app.kubernetes.io/managed-by";

/** What policies know a pod by: guardrails say who may wear it. */
export const nameLabel = "app.kubernetes.io/name";

/** What makes a namespace a team's. */
export const teamLabel = "team";

/**
 * On a team's namespace: user and group that its own pods run as. The kernel counts by user what a process has of
 * inotify, epoll, pending signals and pipes (`ucounts`), over all pods of a node: so no two teams have the same.
 */
export const userLabel = "run-as-user";

/** What the labels of the project's own checks begin with: policies of a proof know its pods by them. */
export const checksPrefix = "sre-challenge/";

/** Labels of everything that this program makes. */
export const programLabels = {
  "app.kubernetes.io/part-of": "sre-challenge",
  [managerLabel]: "pulumi",
};

/** Labels of everything that this program makes for a team. */
export function teamLabels(team: string) {
  return { ...programLabels, [teamLabel]: team };
}

/** The only labels that selectors match on: they never change while a service lives. */
export function selectorLabels(service: string) {
  return { [nameLabel]: service };
}

/** Labels of a service's own resources and pods. */
export function serviceLabels(service: string, team: string) {
  return { ...selectorLabels(service), ...teamLabels(team) };
}
