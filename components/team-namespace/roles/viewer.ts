import type { PolicyRule } from "../../access/rules";
import { logRules, lookRules } from "./look";

/** What on-call and auditors may do: look at everything but Secrets, and read logs. */
export const viewerRules: PolicyRule[] = [...lookRules, ...logRules];
