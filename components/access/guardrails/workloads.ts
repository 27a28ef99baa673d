import { databaseNameInRequest } from "../../postgres-database/database";
import { type Condition, type Guardrail, teamGuardrail } from "./guardrail";
import { imageCondition, imageVariables, type TeamImages } from "./images";
import { nodeConditions, nodeVariables } from "./node";
import { podConditions, podVariables, readsTeamSecrets } from "./pods";
import { templateSpec } from "./template";
import { debuggingUser, userConditions, userVariables } from "./users";

const operations = ["CREATE", "UPDATE"] as const;
const controllers = ["daemonsets", "deployments", "replicasets", "statefulsets"];

/**
 * A Deployment may take the label and the service account of its own name. Other kinds may not, or
 * one of them could be called like a service and pass for it; the names of the team's database are
 * the platform's.
 */
const ownName =
  "request.kind.kind == 'Deployment' && " +
  `!object.metadata.name.startsWith(${databaseNameInRequest}) ? object.metadata.name : ''`;

/** Each pod would stay for ever, and keep its place in the quota. */
const templateEnds: Condition = {
  expression: "size(object.spec.template.?metadata.?finalizers.orValue([])) == 0",
  message: "'metadata.finalizers of the template keep each pod for ever; leave them out'",
};

export function workloadGuardrails(images: TeamImages): readonly Guardrail[] {
  return [
    // Containers for debugging, which alone are added to a pod that runs.
    teamGuardrail("sre-challenge-pods", {
      requests: [{ apiGroup: "", resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] }],
      variables: imageVariables((root) => `${root}.spec`, images),
      conditions: [
        imageCondition(images),
        readsTeamSecrets("object.spec.?ephemeralContainers.orValue([])", "ephemeralContainers"),
        debuggingUser,
      ],
    }),
    teamGuardrail("sre-challenge-workloads", {
      requests: [
        { apiGroup: "apps", resources: controllers, operations },
        { apiGroup: "batch", resources: ["jobs"], operations },
        { apiGroup: "", resources: ["replicationcontrollers"], operations },
      ],
      variables: [
        ...podVariables(ownName),
        ...nodeVariables,
        ...userVariables,
        ...imageVariables(templateSpec, images),
      ],
      conditions: [
        ...podConditions,
        ...nodeConditions,
        ...userConditions,
        imageCondition(images),
        templateEnds,
      ],
    }),
  ];
}
