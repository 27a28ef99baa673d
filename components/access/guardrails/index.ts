import { claimGuardrail } from "./claims";
import { configMapGuardrail } from "./config-maps";
import type { Guardrail } from "./guardrail";
import type { TeamImages } from "./images";
import { autoscalerGuardrail, platformObjectGuardrail } from "./platform-objects";
import { secretGuardrail } from "./secrets";
import { tokenGuardrail } from "./tokens";
import { workloadGuardrails } from "./workloads";

/** What stands between RBAC, which lets a team make workloads, and what these could take. */
export function guardrailsFor(images: TeamImages): readonly Guardrail[] {
  return [
    ...workloadGuardrails(images),
    claimGuardrail,
    platformObjectGuardrail,
    autoscalerGuardrail,
    secretGuardrail,
    configMapGuardrail,
    tokenGuardrail,
  ];
}
