import type { types } from "@pulumi/kubernetes";
import { runProgram, stackConfig } from "./run-program";

type Deployment = types.output.apps.v1.Deployment;

describe.each(["dev", "eks"] as const)("every pod of the stack %s", (stack) => {
  let deployments: Deployment[];

  beforeAll(async () => {
    const { registered } = await runProgram(stackConfig(stack));
    deployments = registered
      .filter(({ type }) => type === "kubernetes:apps/v1:Deployment")
      .map(({ inputs }) => inputs as unknown as Deployment);
  });

  test("meets the Pod Security Standard restricted", () => {
    expect(deployments).toHaveLength(2);
    for (const { spec } of deployments) {
      const pod = spec.template.spec;
      // What the standard forbids is not there: host namespaces, volumes, other containers.
      expect(Object.keys(pod).sort()).toEqual([
        "affinity",
        "automountServiceAccountToken",
        "containers",
        "enableServiceLinks",
        "securityContext",
        "serviceAccountName",
        "terminationGracePeriodSeconds",
        "topologySpreadConstraints",
      ]);
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(pod.securityContext.runAsUser).toBeGreaterThanOrEqual(10000);
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    }
  });

  test("has no token of the API server", () => {
    for (const { spec } of deployments) {
      expect(spec.template.spec.automountServiceAccountToken).toBe(false);
    }
  });

  test("runs an image that is named by its digest", () => {
    for (const { image } of deployments.flatMap(({ spec }) => spec.template.spec.containers)) {
      expect(image).toMatch(/@sha256:[0-9a-f]+$/);
    }
  });
});
