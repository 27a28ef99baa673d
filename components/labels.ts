/** Labels of everything that this program makes for a team. */
export function teamLabels(team: string) {
  return {
    "app.kubernetes.io/part-of": "sre-challenge",
    "app.kubernetes.io/managed-by": "pulumi",
    team,
  };
}

/** The only labels that selectors match on: they never change while a service lives. */
export function selectorLabels(service: string) {
  return { "app.kubernetes.io/name": service };
}

/** Labels of a service's own resources and pods. */
export function serviceLabels(service: string, team: string) {
  return { ...selectorLabels(service), ...teamLabels(team) };
}
