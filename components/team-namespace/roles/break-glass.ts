import { type PolicyRule, write } from "../../access/rules";
import { stream, teamRules } from "./team";

/**
 * What a member of a team may do in an emergency, for a short time: all that the team may, a shell in
 * its pods, containers for debugging in them, and Jobs, which end with the emergency. Nothing that stays
 * behind or makes more of itself; still no walls, and no reading of Secrets but those that a pod shows
 * to who has a shell in it.
 */
export const breakGlassRules: PolicyRule[] = [
  ...teamRules({ exec: true }),
  { apiGroups: [""], resources: ["pods/attach"], verbs: stream },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "update", "patch"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: write },
];
