import { databaseNameInRequest } from "../../postgres-database/database";
import { everyonesGuardrail, type Guardrail } from "./guardrail";

const ownerSecret = `${databaseNameInRequest} + '-owner'`;
const volumes = "object.spec.?volumes.orValue([])";
const containers = "(object.spec.containers + object.spec.?initContainers.orValue([]))";

/** CEL: one of a list refers to the owner's Secret by the path. */
function names(list: string, path: string): string {
  return `${list}.exists(it, it.${path}.orValue('') == ${ownerSecret})`;
}

/**
 * The password of the database's owner is given to pods of StatefulSets and Jobs alone, which a team
 * does not make, or not with that Secret. A Deployment's controller, which guardrails of people let
 * through, may go back to a template from before them.
 */
export const databaseOwnerGuardrail: Guardrail = everyonesGuardrail(
  "sre-challenge-database-owner",
  {
    requests: [{ apiGroup: "", resources: ["pods"], operations: ["CREATE"] }],
    variables: [
      {
        name: "hasPassword",
        expression: [
          names(volumes, "?secret.?secretName"),
          `${volumes}.exists(one, ${names("one.?projected.?sources.orValue([])", "?secret.?name")})`,
          `${containers}.exists(one, ${names("one.?env.orValue([])", "?valueFrom.?secretKeyRef.?name")})`,
          `${containers}.exists(one, ${names("one.?envFrom.orValue([])", "?secretRef.?name")})`,
        ].join(" || "),
      },
      {
        name: "isPlatforms",
        expression:
          "object.metadata.?ownerReferences.orValue([])" +
          ".exists(owner, owner.?controller.orValue(false) && (owner.kind == 'StatefulSet' || owner.kind == 'Job'))",
      },
    ],
    conditions: [
      {
        expression: "!variables.hasPassword || variables.isPlatforms",
        message: `'the password of "' + ${ownerSecret} + '" is for the database and the platform\\'s Jobs; leave it out'`,
      },
    ],
  },
);
