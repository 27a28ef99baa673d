import { configMapGuardrail } from "./config-maps";
import { databaseOwnerGuardrail } from "./database";
import type { Guardrail } from "./guardrail";
import type { TeamImages } from "./images";
import { jobGuardrail } from "./jobs";
import { lifetimeGuardrail } from "./lifetimes";
import { networkPolicyGuardrail } from "./network-policies";
import { priorityGuardrail } from "./priorities";
import { secretGuardrail } from "./secrets";
import { serviceGuardrail } from "./services";
import { tokenGuardrail } from "./tokens";
import { workloadGuardrails } from "./workloads";

/** What stands between RBAC, which lets a team make workloads, and what these could take. */
export function guardrailsFor(images: TeamImages): readonly Guardrail[] {
  return [
    ...workloadGuardrails(images),
    jobGuardrail,
    lifetimeGuardrail,
    secretGuardrail,
    configMapGuardrail,
    tokenGuardrail,
    serviceGuardrail,
    databaseOwnerGuardrail,
    networkPolicyGuardrail,
    priorityGuardrail,
  ];
}
