import { type PolicyRule, write } from "../../access/rules";
import { stream, teamRules } from "./team";

/**
 * What a member of a team may do in an emergency, for a short time: all that the team may, and a
 * shell in its pods, pods for debugging, and its other workloads. Still no walls, and no reading of
 * Secrets but those that a pod shows to who has a shell in it. Services stay out: an `externalIPs`
 * takes over traffic of others.
 */
export const breakGlassRules: PolicyRule[] = [
  ...teamRules({ exec: true }),
  { apiGroups: [""], resources: ["pods"], verbs: ["create", "update", "patch"] },
  { apiGroups: [""], resources: ["pods/attach"], verbs: stream },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "update", "patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  { apiGroups: ["apps"], resources: ["statefulsets"], verbs: write },
  { apiGroups: ["apps"], resources: ["statefulsets/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: write },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: write },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: write },
];
