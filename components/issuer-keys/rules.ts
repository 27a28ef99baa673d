import type { PolicyRule } from "../access/rules";
import { logRules, lookRules } from "../team-namespace/roles/look";
import { keysCopier } from "./copier";

/** All that the copier may do where it brings the keys. To read them at the issuer is every account's right. */
export const copierRules: PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["configmaps"],
    resourceNames: [keysCopier],
    verbs: ["patch"],
  },
];

/** What a release of the copier that is there takes: the platform team may write the keys' ConfigMaps, too. */
export const platformRules: PolicyRule[] = [
  ...lookRules,
  ...logRules,
  {
    apiGroups: ["apps"],
    resources: ["deployments"],
    resourceNames: [keysCopier],
    verbs: ["update", "patch"],
  },
];
