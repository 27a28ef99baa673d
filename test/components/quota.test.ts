import { containerSize, databaseSize, volumeSize } from "../../components/container-size";
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
      pods: "24",
      "requests.cpu": "1200m",
      "requests.memory": "1600Mi",
      "requests.ephemeral-storage": "400Mi",
      "limits.cpu": "12500m",
      "limits.memory": "3456Mi",
      "limits.ephemeral-storage": "1600Mi",
      persistentvolumeclaims: "2",
      "requests.storage": "2Gi",
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
        max: { cpu: "1", memory: "512Mi", "ephemeral-storage": "256Mi" },
        defaultRequest: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "16Mi" },
        default: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      },
      { type: "PersistentVolumeClaim", max: { storage: "1Gi" } },
    ],
  });
});

test.each(["requests", "limits"] as const)("the quota is as large as all pods' %s", (kind) => {
  const hard = quotaSpec(0).hard as Quantities;
  const database: Quantities = databaseSize[kind];
  for (const [resource, quantity] of Object.entries(containerSize[kind])) {
    const all = (podLimit - 1) * amount(quantity) + amount(database[resource]);
    expect(amount(hard[`${kind}.${resource}`])).toBeCloseTo(all);
  }
});

test("a database has room for its data and for its dumps", () => {
  const { persistentvolumeclaims, "requests.storage": storage } = quotaSpec(0).hard as Quantities;
  expect(amount(storage)).toBe(amount(persistentvolumeclaims) * amount(volumeSize));
});

test("a container may be as large as the database's", () => {
  const [container] = limitRangeSpec().limits as { max: Quantities }[];
  for (const [resource, quantity] of Object.entries(databaseSize.limits)) {
    expect(amount(container?.max[resource])).toBeGreaterThanOrEqual(amount(quantity));
  }
});

test("the largest service can be updated while six pods check its namespace", () => {
  const surge = 1;
  const draining = 2;
  const databaseAndJobs = 3;
  const checks = 6;
  expect(podLimit).toBeGreaterThanOrEqual(
    replicaLimit + surge + draining + databaseAndJobs + checks,
  );
});
