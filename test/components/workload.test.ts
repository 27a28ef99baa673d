import { disruptionBudgetSpec } from "../../components/disruption-budget";
import { podSpec } from "../../components/microservice/pod-spec";
import { autoscalerSpec, deploymentSpec } from "../../components/microservice/workload";

const selector = { matchLabels: { "app.kubernetes.io/name": "payment-provider" } };
const pod = {
  service: "payment-provider",
  serviceAccount: "payment-provider",
  user: 20002,
  image: "payment-provider:0123",
  port: 8082,
  given: [],
};
const fiveToNine = { minReplicas: 5, maxReplicas: 9, cpuMillicores: 35 };

test("a Deployment starts a new pod before it stops an old one", () => {
  expect(deploymentSpec(pod, "payments", { replicas: 3 })).toEqual({
    replicas: 3,
    selector,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    minReadySeconds: 3,
    progressDeadlineSeconds: 180,
    revisionHistoryLimit: 3,
    template: {
      metadata: {
        labels: {
          "app.kubernetes.io/name": "payment-provider",
          "app.kubernetes.io/part-of": "sre-challenge",
          "app.kubernetes.io/managed-by": "pulumi",
          team: "payments",
        },
      },
      spec: podSpec(pod),
    },
  });
});

test("an autoscaled Deployment says no number of replicas", () => {
  expect(deploymentSpec(pod, "payments", { autoscaling: fiveToNine })).not.toHaveProperty(
    "replicas",
  );
});

test("a drain is never blocked", () => {
  expect(disruptionBudgetSpec("payment-provider")).toEqual({
    selector,
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  });
});

test("the autoscaler holds the processors' load", () => {
  expect(autoscalerSpec("payment-provider", fiveToNine)).toEqual({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "payment-provider" },
    minReplicas: 5,
    maxReplicas: 9,
    metrics: [
      {
        type: "Resource",
        resource: { name: "cpu", target: { type: "AverageValue", averageValue: "35m" } },
      },
    ],
  });
});
