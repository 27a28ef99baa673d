import { guardrails } from "./guardrails";
import { platformRules } from "../../../components/access/platform-role";
import { breakGlassRules } from "../../../components/team-namespace/roles/break-glass";
import { platformTeamRules } from "../../../components/team-namespace/roles/platform";
import { teamRules } from "../../../components/team-namespace/roles/team";
import { viewerRules } from "../../../components/team-namespace/roles/viewer";
import { rights } from "./rights";

interface AskedOf {
  readonly matchConstraints: {
    readonly resourceRules: readonly {
      readonly apiGroups: readonly string[];
      readonly resources: readonly string[];
    }[];
  };
}

const look = "get list watch";
const write = "create update patch delete";
const all = `${look} ${write}`;
const stream = "get create";

const viewer = {
  configmaps: look,
  endpoints: look,
  events: look,
  limitranges: look,
  persistentvolumeclaims: look,
  pods: look,
  podtemplates: look,
  replicationcontrollers: look,
  resourcequotas: look,
  serviceaccounts: look,
  services: look,
  "controllerrevisions.apps": look,
  "daemonsets.apps": look,
  "deployments.apps": look,
  "replicasets.apps": look,
  "statefulsets.apps": look,
  "horizontalpodautoscalers.autoscaling": look,
  "cronjobs.batch": look,
  "jobs.batch": look,
  "leases.coordination.k8s.io": look,
  "endpointslices.discovery.k8s.io": look,
  "events.events.k8s.io": look,
  "pods.metrics.k8s.io": look,
  "ingresses.networking.k8s.io": look,
  "networkpolicies.networking.k8s.io": look,
  "poddisruptionbudgets.policy": look,
  "rolebindings.rbac.authorization.k8s.io": look,
  "roles.rbac.authorization.k8s.io": look,
  "pods/log": "get",
};

const team = {
  ...viewer,
  "deployments.apps": all,
  "deployments.apps/scale": "get update patch",
  configmaps: all,
  secrets: "create",
  pods: `${look} delete`,
  "pods/portforward": stream,
};

const breakGlass = {
  ...team,
  "pods/exec": stream,
  "pods/attach": stream,
  "pods/ephemeralcontainers": "get update patch",
  "pods/eviction": "create",
  "jobs.batch": all,
};

const platform = {
  ...viewer,
  configmaps: all,
  limitranges: all,
  persistentvolumeclaims: all,
  resourcequotas: all,
  serviceaccounts: all,
  services: all,
  secrets: "create",
  pods: `${look} delete`,
  "replicasets.apps": `${look} delete`,
  "secrets[payments-database-owner]": "get update patch",
  "secrets[payments-database-service]": "get update patch",
  "deployments.apps": all,
  "statefulsets.apps": all,
  "horizontalpodautoscalers.autoscaling": all,
  "cronjobs.batch": all,
  "jobs.batch": all,
  "networkpolicies.networking.k8s.io": all,
  "poddisruptionbudgets.policy": all,
};

const named = (resource: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`${resource}[${name}]`, "get"]));
const guardrailNames = guardrails.map(({ name }) => name);

const platformInCluster = {
  namespaces: look,
  nodes: look,
  "storageclasses.storage.k8s.io": look,
  ...named("clusterrolebindings.rbac.authorization.k8s.io", ["sre-challenge:platform"]),
  ...named("clusterroles.rbac.authorization.k8s.io", ["sre-challenge:platform"]),
  ...named("validatingadmissionpolicies.admissionregistration.k8s.io", guardrailNames),
  ...named("validatingadmissionpolicybindings.admissionregistration.k8s.io", guardrailNames),
};

test.each([
  ["a viewer", viewerRules, viewer],
  ["a team", teamRules({ exec: false }), team],
  ["a team with shells", teamRules({ exec: true }), { ...team, "pods/exec": stream }],
  ["break-glass", breakGlassRules, breakGlass],
  ["the platform team in a team's namespace", platformTeamRules("payments"), platform],
  ["the platform team elsewhere", platformRules(guardrails), platformInCluster],
])("%s may do this and nothing else", (_, rules, expected) => {
  expect(rights(rules)).toEqual(expected);
});

test("a guardrail looks at each kind that a team may make, even in an emergency", () => {
  const asked = guardrails.flatMap(({ spec }) =>
    (spec as AskedOf).matchConstraints.resourceRules.flatMap(({ apiGroups, resources }) =>
      resources.map((resource) => [resource, ...apiGroups].filter(Boolean).join(".")),
    ),
  );
  const made = Object.entries(rights(breakGlassRules))
    .filter(([, verbs]) => /create|update|patch/.test(verbs))
    .map(([resource]) => resource);
  // Of these a request changes nothing that pods are made of.
  const harmless = ["deployments.apps/scale", "pods/eviction"];
  const streams = ["pods/exec", "pods/attach", "pods/portforward"];
  expect(made.filter((one) => ![...asked, ...harmless, ...streams].includes(one))).toEqual([]);
});
