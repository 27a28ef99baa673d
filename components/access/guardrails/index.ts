import { configMapGuardrail } from "./config-maps";
import type { Guardrail } from "./guardrail";
import { secretGuardrail } from "./secrets";
import { tokenGuardrail } from "./tokens";
import { workloadGuardrails } from "./workloads";

/** What stands between RBAC, which lets a team make workloads, and what these could take. */
export const guardrails: readonly Guardrail[] = [
  ...workloadGuardrails,
  secretGuardrail,
  configMapGuardrail,
  tokenGuardrail,
];
