import { platformTeam, teamGroup } from "../identities";
import { groupGuardrail, type Guardrail } from "./guardrail";

/** The platform team holds the right to a shell only so that it can grant it. */
export const shellGuardrail: Guardrail = groupGuardrail(
  "sre-challenge-platform-shells",
  teamGroup(platformTeam),
  {
    requests: [
      { apiGroup: "", resources: ["pods/exec", "pods/attach"], operations: ["CONNECT"] },
      { apiGroup: "", resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
    ],
    conditions: [
      {
        expression: "false",
        message: `request.subResource + ': not for the platform team; ask the team that owns the pod'`,
      },
    ],
  },
);
