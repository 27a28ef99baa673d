import type { ClusterRole, LabelSelector, Rule } from "./rbac-objects";

/**
 * The rules of a ClusterRole. With an aggregationRule they are those of the other ClusterRoles that
 * it selects, which may be aggregated too; what it lists itself is overwritten by the control plane.
 */
export function rulesOf(role: ClusterRole, all: readonly ClusterRole[]): readonly Rule[] {
  return collect(role, all, new Set());
}

function collect(role: ClusterRole, all: readonly ClusterRole[], seen: Set<ClusterRole>): Rule[] {
  if (seen.has(role)) return [];
  seen.add(role);
  const { aggregationRule } = role;
  if (aggregationRule === undefined) return role.rules;
  return all
    .filter(({ metadata }) =>
      aggregationRule.clusterRoleSelectors.some((selector) =>
        selects(selector, metadata.labels ?? {}),
      ),
    )
    .flatMap((other) => collect(other, all, seen));
}

/** As Kubernetes matches labels; a selector without conditions selects everything. */
function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case "Exists":
          return value !== undefined;
        case "DoesNotExist":
          return value === undefined;
        case "In":
          return value !== undefined && values.includes(value);
        case "NotIn":
          return value === undefined || !values.includes(value);
      }
    })
  );
}
