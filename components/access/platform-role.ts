import { breakGlassRules } from "../team-namespace/roles/break-glass";
import { guardrails } from "./guardrails";
import { look, type PolicyRule, write } from "./rules";

/** Name of the platform team's ClusterRole and of its binding. */
export const platformRole = "sre-challenge:platform";

const guardrailNames = guardrails.map(({ name }) => name);
const admission = "admissionregistration.k8s.io";
const rbac = "rbac.authorization.k8s.io";

/**
 * What `pulumi up` of this program needs in the whole cluster, so that the platform team deploys
 * without being cluster-admin. RBAC lets nobody grant what they do not hold: so it holds the widest
 * role of a team's namespace as well. A guardrail stops it from using the shells among them.
 */
export const platformRules: PolicyRule[] = [
  ...breakGlassRules,
  { apiGroups: [""], resources: ["namespaces"], verbs: [...look, ...write] },
  {
    apiGroups: [""],
    resources: [
      "limitranges",
      "persistentvolumeclaims",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: write,
  },
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", ...write] },
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: write },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: write },
  { apiGroups: [rbac], resources: ["rolebindings", "roles"], verbs: write },
  { apiGroups: [rbac], resources: ["clusterrolebindings", "clusterroles"], verbs: look },
  {
    apiGroups: [rbac],
    resources: ["clusterrolebindings", "clusterroles"],
    resourceNames: [platformRole],
    verbs: write,
  },
  {
    apiGroups: [admission],
    resources: ["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
    verbs: look,
  },
  {
    apiGroups: [admission],
    resources: ["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
    resourceNames: guardrailNames,
    verbs: write,
  },
  // What pods run on, and what a claim waits for.
  { apiGroups: [""], resources: ["nodes", "persistentvolumes"], verbs: look },
  { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: look },
];
