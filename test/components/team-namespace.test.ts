import { TeamNamespace } from "../../components";
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
    ({ registered } = await record(() => new TeamNamespace("pay", { team: "payments" })));
  });

  test("is a namespace with all its walls", () => {
    expect(registered.map(({ key }) => key).sort()).toEqual([
      "kubernetes:core/v1:LimitRange::pay",
      "kubernetes:core/v1:Namespace::pay",
      "kubernetes:core/v1:ResourceQuota::pay",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-default-deny",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-dns-egress",
      "kubernetes:rbac.authorization.k8s.io/v1:Role::pay",
      "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay",
      "sre-challenge:TeamNamespace::pay",
    ]);
  });

  test("takes restricted pods only, by the rules of one Kubernetes release", () => {
    expect(one("kubernetes:core/v1:Namespace::pay")?.inputs.metadata).toEqual({
      name: "payments",
      labels: {
        ...labels,
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
    expect(children).toHaveLength(7);
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

  test("gives its role to the team's group", () => {
    expect(one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::pay")?.inputs).toMatchObject({
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "team" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team:payments" }],
    });
  });

  test("may expose nothing unless it says so", async () => {
    const exposing = await record(
      () => new TeamNamespace("invoices", { team: "invoices", exposedServices: 1 }),
    );
    const quota = "kubernetes:core/v1:ResourceQuota";
    const hard = (nodePorts: string) => ({
      inputs: { spec: { hard: { "services.nodeports": nodePorts } } },
    });
    expect(one(`${quota}::pay`)).toMatchObject(hard("0"));
    expect(exposing.registered.find(({ type }) => type === quota)).toMatchObject(hard("1"));
  });
});
