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
  "replicasets.apps": look,
  "statefulsets.apps": look,
  "daemonsets.apps": look,
  "jobs.batch": look,
  "cronjobs.batch": look,
  services: look,
  endpoints: look,
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
  secrets: "",
  users: "",
  groups: "",
  namespaces: "",
  nodes: "",
};

describe("what a team may do", () => {
  let roles: Role[];
  let bindings: RoleBinding[];
  let kinds: Set<unknown>;

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
    kinds = new Set(registered.map(({ inputs }) => inputs.kind));
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

  test("nobody else is bound, and nobody in the whole cluster", () => {
    expect(
      Object.fromEntries(bindings.map(({ metadata, subjects }) => [metadata.namespace, subjects])),
    ).toEqual({
      invoices: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team:invoices" }],
      payments: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team:payments" }],
    });
    expect(bindings).toHaveLength(2);
    expect(kinds).not.toContain("ClusterRole");
    expect(kinds).not.toContain("ClusterRoleBinding");
  });

  test("the table leaves out nothing that is granted, and nothing is a wildcard", () => {
    const resources = roles
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
