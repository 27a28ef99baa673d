import { configMapGuardrail } from "./config-maps";
import type { Guardrail } from "./guardrail";
import { secretGuardrail } from "./secrets";
import { shellGuardrail } from "./shells";
import { workloadGuardrails } from "./workloads";

/** What stands between RBAC, which lets a team make workloads, and what these could take. */
export const guardrails: readonly Guardrail[] = [
  ...workloadGuardrails,
  secretGuardrail,
  configMapGuardrail,
  shellGuardrail,
];
