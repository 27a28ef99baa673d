import { checksPrefix, nameLabel } from "../../labels";
import { eachOf, isOneOf } from "./conditions";
import type { Condition, Variable } from "./guardrail";
import { isTeamSecret, teamSecretPrefix } from "./secrets";
import { nowAndBefore, type Part, templateSpec } from "./template";

/**
 * What the pods of an object are made of, now and, if it was there already, before.
 *
 * @param own CEL for the name whose label and service account the object may take; empty for none.
 */
export function podVariables(own: string): Variable[] {
  const labels: Part = (root) => `${root}.spec.template.?metadata.?labels`;
  const allLabels: Part = (root) => `${labels(root)}.orValue({})`;
  const worn: Part = (root) => `${labels(root)}[?'${nameLabel}'].orValue('')`;
  const account: Part = (root) => `${templateSpec(root)}.?serviceAccountName.orValue('')`;
  const volumes: Part = (root) => `${templateSpec(root)}.?volumes.orValue([])`;
  const now = templateSpec("object");
  return [
    { name: "own", expression: own },
    ...nowAndBefore("labels", allLabels, "{}"),
    ...nowAndBefore("worn", worn, "''"),
    ...nowAndBefore("account", account, "''"),
    ...nowAndBefore("volumes", volumes, "[]"),
    { name: "containers", expression: `${now}.containers + ${now}.?initContainers.orValue([])` },
    { name: "pullSecrets", expression: `${now}.?imagePullSecrets.orValue([])` },
  ];
}

/**
 * What a pod may not take from another workload: its label, its service account, its Secrets and
 * its volumes. An object keeps what it had: whoever gave it that had the right to.
 */
export const podConditions: readonly [Condition, ...Condition[]] = [
  {
    expression: isOneOf("variables.worn", ["''", "variables.own", "variables.wornBefore"]),
    message:
      `'pod label ${nameLabel}: "' + variables.worn + '" is reserved, as network policies trust ` +
      "it; leave it out, or wear it in the Deployment of that name'",
  },
  {
    expression: `variables.labels.all(key, !key.startsWith('${checksPrefix}') || key in variables.labelsBefore)`,
    message: `'pod labels: those that begin with ${checksPrefix} are reserved for the checks of the walls; leave them out'`,
  },
  {
    expression: isOneOf("variables.account", [
      "''",
      "'default'",
      "variables.own",
      "variables.accountBefore",
    ]),
    message:
      "'serviceAccountName: \"' + variables.account + '\" is that of another workload; leave it " +
      "out, or use it in the Deployment of that name'",
  },
  eachOf("variables.volumes", {
    isFine: [secretIsFine(), projectionIsFine(), driverIsFine(), claimIsFine()].join(" && "),
    field: "volumes",
    fault: "shows a Secret or a claim of another workload, or brings a claim",
    remedy: `mount Secrets whose name begins with ${teamSecretPrefix}, or an emptyDir`,
  }),
  readsTeamSecrets("variables.containers", "containers"),
  {
    expression: `variables.pullSecrets.all(one, ${isTeamSecret("one")})`,
    message: `'imagePullSecrets: names a Secret of another workload; use those whose name begins with ${teamSecretPrefix}'`,
  },
];

/** No variable of the containers in a list comes from another workload's Secret. */
export function readsTeamSecrets(list: string, field: string): Condition {
  return eachOf(list, {
    isFine: [
      "one.?env.orValue([]).all(variable, !has(variable.valueFrom) ||" +
        ` !has(variable.valueFrom.secretKeyRef) || ${isTeamSecret("variable.valueFrom.secretKeyRef")})`,
      "one.?envFrom.orValue([]).all(source, !has(source.secretRef) ||" +
        ` ${isTeamSecret("source.secretRef")})`,
    ].join(" && "),
    field,
    fault: "takes a variable from a Secret of another workload",
    remedy: `use Secrets whose name begins with ${teamSecretPrefix}`,
  });
}

function secretIsFine(): string {
  return (
    `(!has(one.secret) || ${isTeamSecret("one.secret", "secretName")} || ` +
    hadBefore("one.secret.secretName", "old.?secret.?secretName") +
    ")"
  );
}

function claimIsFine(): string {
  return (
    "(!has(one.persistentVolumeClaim) || " +
    hadBefore("one.persistentVolumeClaim.claimName", "old.?persistentVolumeClaim.?claimName") +
    ") && !has(one.ephemeral)"
  );
}

function projectionIsFine(): string {
  return (
    "one.?projected.?sources.orValue([]).all(source, " +
    `!has(source.secret) || ${isTeamSecret("source.secret")})`
  );
}

/** A storage driver may be told to read a Secret. */
function driverIsFine(): string {
  return (
    "(!has(one.csi) || !has(one.csi.nodePublishSecretRef) || " +
    `${isTeamSecret("one.csi.nodePublishSecretRef")})`
  );
}

function hadBefore(name: string, nameOfOld: string): string {
  return `variables.volumesBefore.exists(old, ${nameOfOld}.orValue('') == ${name})`;
}
