import { type PolicyRule, write } from "../../access/rules";
import { logRules, lookRules } from "./look";

/** kubectl opens a stream by WebSocket, which is a get, or by SPDY, which is a create. */
export const stream = ["get", "create"];

const execRules: PolicyRule[] = [{ apiGroups: [""], resources: ["pods/exec"], verbs: stream }];

export interface TeamRights {
  /** A shell in the pods, and with it all that they can read. */
  readonly exec: boolean;
}

/**
 * What a team may do in its namespace: look at everything but Secrets; deploy, scale, restart and
 * roll back its Deployments; read logs; forward a port; keep ConfigMaps; create Secrets, which it
 * cannot read back. It may not move its own walls: policies, quotas, roles, Services and service
 * accounts are the platform team's.
 */
export function teamRules({ exec }: TeamRights): PolicyRule[] {
  return [
    ...lookRules,
    ...logRules,
    { apiGroups: ["apps"], resources: ["deployments"], verbs: write },
    { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "update", "patch"] },
    { apiGroups: [""], resources: ["configmaps"], verbs: write },
    { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    { apiGroups: [""], resources: ["pods/portforward"], verbs: stream },
    ...(exec ? execRules : []),
  ];
}
