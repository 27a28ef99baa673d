import { containerSize } from "../../components/container-size";
import {
  limitRangeSpec,
  podLimit,
  quotaSpec,
  replicaLimit,
} from "../../components/team-namespace/quota";

type Quantities = Record<string, string>;

const units: Record<string, number> = { m: 1e-3, "": 1, Mi: 2 ** 20, Gi: 2 ** 30 };

function amount(quantity: string | undefined): number {
  const [, digits, unit] = /^(\d+)(m|Mi|Gi|)$/.exec(quantity ?? "") ?? [];
  return Number(digits) * (units[unit ?? "?"] ?? NaN);
}

test("the quota of a team that exposes one service", () => {
  expect(quotaSpec(1)).toEqual({
    hard: {
      pods: "16",
      "requests.cpu": "400m",
      "requests.memory": "512Mi",
      "requests.ephemeral-storage": "256Mi",
      "limits.cpu": "8",
      "limits.memory": "1Gi",
      "limits.ephemeral-storage": "1Gi",
      "services.nodeports": "1",
      "services.loadbalancers": "1",
    },
  });
});

test("a team that exposes none has no port of the nodes", () => {
  expect(quotaSpec(0).hard).toMatchObject({
    "services.nodeports": "0",
    "services.loadbalancers": "0",
  });
});

test("the limits of a container", () => {
  expect(limitRangeSpec()).toEqual({
    limits: [
      {
        type: "Container",
        min: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        max: { cpu: "1", memory: "256Mi", "ephemeral-storage": "256Mi" },
        defaultRequest: { cpu: "25m", memory: "32Mi", "ephemeral-storage": "16Mi" },
        default: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "64Mi" },
      },
    ],
  });
});

test.each(["requests", "limits"] as const)("the quota has room for all pods' %s", (kind) => {
  const hard = quotaSpec(0).hard as Quantities;
  for (const [resource, quantity] of Object.entries(containerSize[kind])) {
    expect(amount(hard[`${kind}.${resource}`])).toBeGreaterThanOrEqual(podLimit * amount(quantity));
  }
});

test("the largest service can be updated while two pods check its namespace", () => {
  const surge = 1;
  const checks = 2;
  expect(podLimit).toBeGreaterThanOrEqual(replicaLimit + surge + checks);
});
