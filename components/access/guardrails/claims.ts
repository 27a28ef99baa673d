import { type Guardrail, teamGuardrail } from "./guardrail";
import { databaseName } from "./platform-objects";

/**
 * A claim that is made by a template takes no claim of the team's database, neither by its name nor
 * as what it is filled with: Kubernetes mounts one that is there under the name that it derives.
 */
export const claimGuardrail: Guardrail = teamGuardrail("sre-challenge-claims", {
  requests: [{ apiGroup: "apps", resources: ["statefulsets"], operations: ["CREATE"] }],
  variables: [
    { name: "templates", expression: "object.spec.?volumeClaimTemplates.orValue([])" },
    {
      name: "taken",
      // The ordinal of the pod follows.
      expression:
        "variables.templates.map(one, one.metadata.name + '-' + object.metadata.?name.orValue(''))" +
        `.filter(name, name.contains(${databaseName}))`,
    },
  ],
  conditions: [
    {
      expression: "size(variables.taken) == 0",
      message:
        "'spec.volumeClaimTemplates: \"' + variables.taken.join(', ') + '\" is how claims of the database are " +
        "called; choose another name'",
    },
    {
      expression:
        "variables.templates.all(one, !has(one.spec.dataSource) && !has(one.spec.dataSourceRef))",
      message:
        "'spec.volumeClaimTemplates: dataSource of \"' + variables.templates" +
        ".filter(one, has(one.spec.dataSource) || has(one.spec.dataSourceRef))" +
        ".map(one, one.metadata.name).join(', ') + '\" copies another volume; begin with an empty one'",
    },
  ],
});

/** The same for volumes that bring a claim of their own, called by the pod and the volume. */
export const ephemeralClaimIsFine =
  "(!has(one.ephemeral) || " +
  `!(object.metadata.?name.orValue('') + '-' + one.name).contains(${databaseName}) && ` +
  ["dataSource", "dataSourceRef"]
    .map((field) => `!one.ephemeral.?volumeClaimTemplate.?spec.?${field}.hasValue()`)
    .join(" && ") +
  ")";
