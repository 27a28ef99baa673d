import { type Guardrail, teamGuardrail } from "./guardrail";
import { podConditions, podVariables, readsTeamSecrets } from "./pods";

const operations = ["CREATE", "UPDATE"] as const;
const controllers = ["daemonsets", "deployments", "replicasets", "statefulsets"];

/**
 * A Deployment may take the label and the service account of its own name. Other kinds may not, or
 * one of them could be called like a service and pass for it; the names of the team's database are
 * the platform's.
 */
const ownName =
  "request.kind.kind == 'Deployment' && " +
  "!object.metadata.name.startsWith(object.metadata.namespace + '-database') " +
  "? object.metadata.name : ''";

const none = "''";

// One for each place of a pod's template, so that the API server can check the types.
export const workloadGuardrails: readonly Guardrail[] = [
  teamGuardrail("sre-challenge-pods", {
    requests: [{ apiGroup: "", resources: ["pods", "pods/ephemeralcontainers"], operations }],
    variables: podVariables("", none),
    conditions: [
      ...podConditions,
      readsTeamSecrets("object.spec.?ephemeralContainers.orValue([])", "ephemeralContainers"),
    ],
  }),
  teamGuardrail("sre-challenge-workloads", {
    requests: [
      { apiGroup: "apps", resources: controllers, operations },
      { apiGroup: "batch", resources: ["jobs"], operations },
      { apiGroup: "", resources: ["replicationcontrollers"], operations },
    ],
    variables: podVariables(".spec.template", ownName),
    conditions: podConditions,
  }),
  teamGuardrail("sre-challenge-cronjobs", {
    requests: [{ apiGroup: "batch", resources: ["cronjobs"], operations }],
    variables: podVariables(".spec.jobTemplate.spec.template", none),
    conditions: podConditions,
  }),
];
