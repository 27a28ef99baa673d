import { ClusterAccess, TeamNamespace } from "../../components";
import { imageReferences } from "../../components/service-image/references";
import { record, type Registered } from "./recorder";

const labels = {
  "app.kubernetes.io/part-of": "sre-challenge",
  "app.kubernetes.io/managed-by": "pulumi",
  team: "payments",
};

describe("TeamNamespace", () => {
  let registered: readonly Registered[];
  const one = (key: string) => registered.find((resource) => resource.key === key);

  beforeAll(async () => {
    ({ registered } = await record(
      () => new TeamNamespace("pay", { team: "payments", user: 20002 }),
    ));
  });

  test("is a namespace with all its walls", () => {
    expect(registered.map(({ key }) => key).sort()).toEqual([
      "kubernetes:core/v1:LimitRange::pay",
      "kubernetes:core/v1:Namespace::pay",
      "kubernetes:core/v1:ResourceQuota::pay",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-default-deny",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-dns-egress",
      "kubernetes:rbac.authorization.k8s.io/v1:Role::pay",
      "kubernetes:rbac.authorization.k8s.io/v1:Role::pay-break-glass",
      "kubernetes:rbac.authorization.k8s.io/v1:Role::pay-platform",
      "kubernetes:rbac.authorization.k8s.io/v1:Role::pay-viewer",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay-break-glass",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay-platform",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay-viewer",
      "sre-challenge:TeamNamespace::pay",
    ]);
  });

  test("takes restricted pods only, by the rules of one Kubernetes release", () => {
    expect(one("kubernetes:core/v1:Namespace::pay")?.inputs.metadata).toEqual({
      name: "payments",
      labels: {
        ...labels,
        "run-as-user": "20002",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.34",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.34",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.34",
      },
    });
  });

  test("puts everything into the namespace, as its own child, once that is there", () => {
    const children = registered.filter(
      ({ parent }) => parent === "sre-challenge:TeamNamespace::pay",
    );
    expect(children).toHaveLength(13);
    for (const { type, inputs, dependencies } of children) {
      if (type !== "kubernetes:core/v1:Namespace") {
        expect(inputs.metadata).toMatchObject({ namespace: "payments", labels });
        expect(dependencies).toContain("kubernetes:core/v1:Namespace::pay");
      }
    }
  });

  test("lets no traffic in or out", () => {
    expect(
      one("kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-default-deny")?.inputs,
    ).toMatchObject({ spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } });
  });

  test("lets its pods ask the cluster's DNS server, and nothing else", () => {
    expect(
      one("kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-dns-egress")?.inputs.spec,
    ).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
  });

  test.each([
    ["pay", "team", "team:payments"],
    ["pay-viewer", "viewer", "team:viewers"],
    ["pay-break-glass", "break-glass", "break-glass:payments"],
    ["pay-platform", "platform", "team:platform"],
  ])("%s: gives the role %s to %s", (logicalName, role, group) => {
    const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
    expect(one(`${rbac}:Role::${logicalName}`)?.inputs.metadata).toMatchObject({ name: role });
    expect(one(`${rbac}:RoleBinding::${logicalName}`)?.inputs).toMatchObject({
      metadata: { name: role, namespace: "payments" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group }],
    });
  });

  test("opens shells only if it says so", async () => {
    const open = await record(
      () => new TeamNamespace("pay", { team: "payments", user: 20002, exec: true }),
    );
    const role = "kubernetes:rbac.authorization.k8s.io/v1:Role::pay";
    const exec = { apiGroups: [""], resources: ["pods/exec"], verbs: ["get", "create"] };
    expect(open.registered.find(({ key }) => key === role)?.inputs.rules).toContainEqual(exec);
    expect(one(role)?.inputs.rules).not.toContainEqual(exec);
  });

  test("is made after what it waits for, with all that is in it", async () => {
    const waiting = await record(() => {
      const dependsOn = new ClusterAccess("access", {
        images: [{ references: imageReferences("ledger", undefined) }],
      });
      return new TeamNamespace("pay", { team: "payments", user: 20002 }, { dependsOn });
    });
    const children = waiting.registered.filter(
      ({ parent }) => parent === "sre-challenge:TeamNamespace::pay",
    );
    expect(children).toHaveLength(13);
    const role = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole::access-platform";
    expect(children.filter(({ dependencies }) => !dependencies.includes(role))).toEqual([]);
  });

  test("may expose nothing unless it says so", async () => {
    const exposing = await record(
      () => new TeamNamespace("invoices", { team: "invoices", user: 20001, exposedServices: 1 }),
    );
    const quota = "kubernetes:core/v1:ResourceQuota";
    const hard = (nodePorts: string) => ({
      inputs: { spec: { hard: { "services.nodeports": nodePorts } } },
    });
    expect(one(`${quota}::pay`)).toMatchObject(hard("0"));
    expect(exposing.registered.find(({ type }) => type === quota)).toMatchObject(hard("1"));
  });
});
