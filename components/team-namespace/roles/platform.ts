import { type PolicyRule, write } from "../../access/rules";
import { databaseName } from "../../postgres-database/database";
import { logRules, lookRules } from "./look";

/**
 * What the platform team may do in a team's namespace: what `pulumi up` changes there, and run the
 * job that restores a database. Not the namespace itself, whose labels are walls, nor Roles, by which
 * it could give its rights away: these are an administrator's. Of Secrets it knows the database's.
 */
export function platformTeamRules(team: string): PolicyRule[] {
  return [
    ...lookRules,
    ...logRules,
    {
      apiGroups: [""],
      resources: [
        "configmaps",
        "limitranges",
        "persistentvolumeclaims",
        "resourcequotas",
        "serviceaccounts",
        "services",
      ],
      verbs: write,
    },
    { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
    {
      apiGroups: [""],
      resources: ["secrets"],
      resourceNames: [`${databaseName(team)}-owner`, `${databaseName(team)}-service`],
      // Pulumi deletes none without listing all.
      verbs: ["get", "update", "patch"],
    },
    { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: write },
    // What a team's deletion of a Deployment without its pods leaves fills the quota.
    { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["delete"] },
    { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: write },
    { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: write },
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: write },
    { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: write },
  ];
}
