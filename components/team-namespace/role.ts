import type { types } from "@pulumi/kubernetes";

type PolicyRule = types.input.rbac.v1.PolicyRule;

const look = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete"];

/**
 * What a team may do in its namespace: look at everything but Secrets; deploy, scale and restart
 * its Deployments; read logs; forward a port; keep ConfigMaps. It may not move its own walls:
 * policies, quotas, roles, Services and service accounts are the platform team's.
 */
export const teamRules: PolicyRule[] = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "persistentvolumeclaims",
      "pods",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: look,
  },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: look,
  },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: look },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: look },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: look },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: look },
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: look },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: look },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: look },
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["rolebindings", "roles"],
    verbs: look,
  },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: write },
  { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: write },
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  // kubectl forwards by WebSocket, which is a get, or by SPDY, which is a create.
  { apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
];
