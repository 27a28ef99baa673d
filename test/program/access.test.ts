import { grantedVerbs, objectsOf, type Role, type RoleBinding } from "./access";
import { runProgram, stackConfig } from "./run-program";

const look = "get list watch";
const own = "get list watch create update patch delete";

/** What a team may do in its own namespace; what is not granted is an empty text. */
const expected: Record<string, string> = {
  "deployments.apps": own,
  "deployments.apps/scale": "get update patch",
  configmaps: own,
  pods: "get list watch delete",
  "pods/log": "get",
  "pods/portforward": "get create",
  "pods/exec": "",
  "pods/attach": "",
  "pods/ephemeralcontainers": "",
  "pods/eviction": "",
  podtemplates: look,
  replicationcontrollers: look,
  "controllerrevisions.apps": look,
  "replicasets.apps": look,
  "statefulsets.apps": look,
  "daemonsets.apps": look,
  "jobs.batch": look,
  "cronjobs.batch": look,
  services: look,
  endpoints: look,
  "leases.coordination.k8s.io": look,
  "endpointslices.discovery.k8s.io": look,
  "ingresses.networking.k8s.io": look,
  events: look,
  "events.events.k8s.io": look,
  persistentvolumeclaims: look,
  "horizontalpodautoscalers.autoscaling": look,
  "poddisruptionbudgets.policy": look,
  "pods.metrics.k8s.io": look,
  "networkpolicies.networking.k8s.io": look,
  resourcequotas: look,
  limitranges: look,
  "roles.rbac.authorization.k8s.io": look,
  "rolebindings.rbac.authorization.k8s.io": look,
  serviceaccounts: look,
  "serviceaccounts/token": "",
  secrets: "create",
  users: "",
  groups: "",
  namespaces: "",
  nodes: "",
};

describe("what a team may do", () => {
  let roles: Role[];
  let bindings: RoleBinding[];
  let clusterBindings: unknown[];

  const granted = (team: string, namespace: string) =>
    Object.fromEntries(
      Object.keys(expected).map((resource) => [
        resource,
        grantedVerbs(roles, bindings, `team:${team}`, namespace, resource).join(" "),
      ]),
    );

  beforeAll(async () => {
    const { registered } = await runProgram(stackConfig("dev"));
    roles = objectsOf(registered, "Role") as Role[];
    bindings = objectsOf(registered, "RoleBinding") as RoleBinding[];
    clusterBindings = objectsOf(registered, "ClusterRoleBinding");
  });

  test.each(["invoices", "payments"])("in %s, its own namespace", (team) => {
    expect(granted(team, team)).toEqual(expected);
  });

  test.each([
    ["invoices", "payments"],
    ["payments", "invoices"],
    ["payments", "kube-system"],
  ])("%s in %s: nothing", (team, namespace) => {
    expect(new Set(Object.values(granted(team, namespace)))).toEqual(new Set([""]));
  });

  test("nobody else is bound, and in the whole cluster the platform team alone", () => {
    const groups = bindings.map(({ metadata, roleRef, subjects }) => [
      `${metadata.namespace}/${roleRef.name}`,
      subjects.map(({ kind, name }) => `${kind} ${name}`).join(),
    ]);
    expect(groups).toHaveLength(6);
    expect(Object.fromEntries(groups)).toEqual({
      "invoices/team": "Group team:invoices",
      "invoices/viewer": "Group team:viewers",
      "invoices/break-glass": "Group break-glass:invoices",
      "payments/team": "Group team:payments",
      "payments/viewer": "Group team:viewers",
      "payments/break-glass": "Group break-glass:payments",
    });
    expect(clusterBindings).toMatchObject([
      { roleRef: { name: "sre-challenge:platform" }, subjects: [{ name: "team:platform" }] },
    ]);
  });

  test("the table leaves out nothing that is granted, and nothing is a wildcard", () => {
    const resources = roles
      .filter(({ metadata }) => metadata.name === "team")
      .flatMap(({ rules }) => rules)
      .flatMap(({ apiGroups, resources }) =>
        apiGroups.flatMap((apiGroup) =>
          resources.map((resource) =>
            resource.replace(/\/|$/, (end) => (apiGroup && `.${apiGroup}`) + end),
          ),
        ),
      );
    expect(new Set(resources)).toEqual(
      new Set(Object.keys(expected).filter((resource) => expected[resource] !== "")),
    );
  });
});
