import { ClusterAccess } from "../../../components";
import { guardrails, ledgerImage } from "./guardrails";
import { record, type Registered } from "../recorder";

const admission = "kubernetes:admissionregistration.k8s.io/v1";
const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const labels = {
  "app.kubernetes.io/part-of": "sre-challenge",
  "app.kubernetes.io/managed-by": "pulumi",
};

describe("ClusterAccess", () => {
  let children: readonly Registered[];
  const inputs = (key: string) => children.find((one) => one.key === key)?.inputs;

  beforeAll(async () => {
    const { registered } = await record(
      () => new ClusterAccess("access", { images: [{ references: ledgerImage }] }),
    );
    children = registered.filter(({ parent }) => parent === "sre-challenge:ClusterAccess::access");
  });

  test("is every guardrail with its binding, and the platform's role with its own", () => {
    expect(children.map(({ key }) => key).sort()).toEqual(
      [
        ...guardrails.flatMap(({ name }) => [
          `${admission}:ValidatingAdmissionPolicy::${name}`,
          `${admission}:ValidatingAdmissionPolicyBinding::${name}`,
        ]),
        `${rbac}:ClusterRole::access-platform`,
        `${rbac}:ClusterRoleBinding::access-platform`,
      ].sort(),
    );
  });

  test("binds each guardrail, once that is there, to refuse", () => {
    for (const { name, spec } of guardrails) {
      const policy = `${admission}:ValidatingAdmissionPolicy::${name}`;
      const binding = `${admission}:ValidatingAdmissionPolicyBinding::${name}`;
      expect(inputs(policy)).toMatchObject({ metadata: { name, labels }, spec });
      expect(inputs(binding)).toMatchObject({
        metadata: { name, labels },
        spec: { policyName: name, validationActions: ["Deny"] },
      });
      expect(children.find(({ key }) => key === binding)?.dependencies).toContain(policy);
    }
  });

  test("gives the platform's role to the platform's group", () => {
    const name = "sre-challenge:platform";
    expect(inputs(`${rbac}:ClusterRole::access-platform`)?.metadata).toEqual({ name, labels });
    expect(inputs(`${rbac}:ClusterRoleBinding::access-platform`)).toMatchObject({
      metadata: { name, labels },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "team:platform" }],
    });
  });
});
