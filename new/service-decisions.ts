import type { NewService } from "./arguments";
import { addressVariable } from "./names";

/** What a person has to do, or to decide, besides. */
export function serviceDecisions({
  name,
  team,
  database,
  calledBy,
}: NewService): readonly string[] {
  const variable = addressVariable(name);
  return [
    `apps/${name}: what it answers, for now GET /${name}; then its lines in docs/api.md`,
    calledBy === undefined
      ? `who may call it: nobody, until calls and AllowTraffic in index.ts, and calls in verify/expected.ts, say so`
      : `apps/${calledBy}: nothing calls it yet, at the address in ${variable}`,
    "whether it asks its caller for a token: callers in index.ts, asksCallers in verify/expected.ts",
    "Pulumi.eks.yaml: it wants a repository of the registry for the image",
    ...(database
      ? [
          "Pulumi.eks.yaml: a database outside of the cluster, kind external as the others have it",
          `a database of more than 1Gi: volumeSize of ${team} in index.ts, as the other teams have it`,
        ]
      : []),
    "how many replicas, or autoscaling: Pulumi.*.yaml",
  ];
}
