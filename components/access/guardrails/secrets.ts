import { type Guardrail, teamGuardrail } from "./guardrail";

/** A Secret whose name begins so is the team's own; every other one is the platform's. */
export const teamSecretPrefix = "team-";

/** The Secrets that a team may create: it takes no name from the platform. */
export const secretGuardrail: Guardrail = teamGuardrail("sre-challenge-secrets", {
  requests: [{ apiGroup: "", resources: ["secrets"], operations: ["CREATE", "UPDATE"] }],
  conditions: [
    {
      expression: `object.metadata.name.startsWith('${teamSecretPrefix}')`,
      message: `'metadata.name: "' + object.metadata.name + '" is not a name of a team\\'s Secret; begin it with ${teamSecretPrefix}'`,
    },
  ],
});

/** CEL: what refers to a Secret by name means a team's own. */
export function isTeamSecret(reference: string, field: "name" | "secretName" = "name"): string {
  return `${reference}.?${field}.orValue('').startsWith('${teamSecretPrefix}')`;
}
