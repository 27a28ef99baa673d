import { databaseName } from "./database";
import { newPodConditions } from "./emergency";
import { type Condition, type Guardrail, teamGuardrail, type Variable } from "./guardrail";
import { imageCondition, imageVariables, type TeamImages } from "./images";
import { keptConditions, keptVariables } from "./kept";
import { nodeConditions, nodeVariables } from "./node";
import { podConditions, podVariables, readsTeamSecrets } from "./pods";
import type { TemplatePath } from "./template";

const operations = ["CREATE", "UPDATE"] as const;
const controllers = ["daemonsets", "deployments", "replicasets", "statefulsets"];

/**
 * A Deployment may take the label and the service account of its own name. Other kinds may not, or
 * one of them could be called like a service and pass for it; the names of the team's database are
 * the platform's.
 */
const ownName =
  "request.kind.kind == 'Deployment' && " +
  `!object.metadata.name.startsWith(${databaseName}) ? object.metadata.name : ''`;

const none = "''";

/** Each pod would stay for ever, and keep its place in the quota. */
const templateEnds: Condition = {
  expression: "size(object.spec.template.?metadata.?finalizers.orValue([])) == 0",
  message: "'metadata.finalizers of the template keep each pod for ever; leave them out'",
};

/** One for each place of a pod's template, so that the API server can check the types. */
export function workloadGuardrails(images: TeamImages): readonly Guardrail[] {
  const variables = (path: TemplatePath, own: string): Variable[] => [
    ...podVariables(path, own),
    ...nodeVariables(path),
    ...imageVariables(path, images),
  ];
  const conditions: readonly [Condition, ...Condition[]] = [
    ...podConditions,
    ...nodeConditions,
    imageCondition(images),
  ];
  return [
    teamGuardrail("sre-challenge-pods", {
      requests: [{ apiGroup: "", resources: ["pods", "pods/ephemeralcontainers"], operations }],
      variables: [...variables("", none), ...keptVariables],
      conditions: [
        ...conditions,
        readsTeamSecrets("object.spec.?ephemeralContainers.orValue([])", "ephemeralContainers"),
        ...keptConditions,
        ...newPodConditions,
      ],
    }),
    teamGuardrail("sre-challenge-workloads", {
      requests: [
        { apiGroup: "apps", resources: controllers, operations },
        { apiGroup: "batch", resources: ["jobs"], operations },
        { apiGroup: "", resources: ["replicationcontrollers"], operations },
      ],
      variables: variables(".spec.template", ownName),
      conditions: [...conditions, templateEnds],
    }),
  ];
}
