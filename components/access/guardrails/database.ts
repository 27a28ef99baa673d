import { everyonesGuardrail, type Guardrail } from "./guardrail";

/** CEL: how each name of what belongs to the team's database begins. */
export const databaseName = "request.namespace + '-database'";

const ownerSecret = `${databaseName} + '-owner'`;
const volumes = "object.spec.?volumes.orValue([])";
const containers = "(object.spec.containers + object.spec.?initContainers.orValue([]))";

/** CEL: one of a list refers to the owner's Secret by the path. */
function names(list: string, path: string): string {
  return `${list}.exists(it, it.${path}.orValue('') == ${ownerSecret})`;
}

/**
 * A pod that is given the password of the database's owner is the database's or one of its Jobs',
 * whoever makes it: a controller, too, which may go back to a template from before this guardrail.
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
        name: "isDatabases",
        expression:
          "object.metadata.?ownerReferences.orValue([])" +
          `.exists(owner, owner.?controller.orValue(false) && owner.name.startsWith(${databaseName}))`,
      },
    ],
    conditions: [
      {
        expression: "!variables.hasPassword || variables.isDatabases",
        message: `'the password of "' + ${ownerSecret} + '" is for the database and its Jobs; leave it out'`,
      },
    ],
  },
);
