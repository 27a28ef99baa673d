import { containerSize, databaseSize, defaultVolumeSize } from "../../components/container-size";
import { objectCounts } from "../../components/team-namespace/object-counts";
import {
  limitRangeSpec,
  podLimit,
  quotaSpec,
  replicaLimit,
} from "../../components/team-namespace/quota";
import { breakGlassRules } from "../../components/team-namespace/roles/break-glass";
import { teamRules } from "../../components/team-namespace/roles/team";
import { rights } from "./access/rights";
import { amount } from "./quantity";

type Quantities = Record<string, string>;

test("the quota of a team that exposes one service", () => {
  expect(quotaSpec(1, defaultVolumeSize)).toEqual({
    hard: {
      pods: "24",
      "requests.cpu": "395m",
      "requests.memory": "864Mi",
      "requests.ephemeral-storage": "400Mi",
      "limits.cpu": "12500m",
      "limits.memory": "3456Mi",
      "limits.ephemeral-storage": "1600Mi",
      persistentvolumeclaims: "2",
      "requests.storage": "2Gi",
      "services.nodeports": "1",
      "services.loadbalancers": "1",
      "count/configmaps": "16",
      "count/secrets": "16",
      "count/pods": "96",
      "count/deployments.apps": "4",
      "count/replicasets.apps": "20",
      "count/statefulsets.apps": "3",
      "count/controllerrevisions.apps": "33",
      "count/horizontalpodautoscalers.autoscaling": "4",
      "count/cronjobs.batch": "4",
      "count/jobs.batch": "16",
      "count/poddisruptionbudgets.policy": "7",
    },
  });
});

test("a team that exposes none has no port of the nodes", () => {
  expect(quotaSpec(0, defaultVolumeSize).hard).toMatchObject({
    "services.nodeports": "0",
    "services.loadbalancers": "0",
  });
});

test("the limits of a container", () => {
  expect(limitRangeSpec(defaultVolumeSize)).toEqual({
    limits: [
      {
        type: "Container",
        min: { cpu: "5m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        max: { cpu: "1", memory: "512Mi", "ephemeral-storage": "256Mi" },
        defaultRequest: { cpu: "15m", memory: "32Mi", "ephemeral-storage": "16Mi" },
        default: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      },
      { type: "PersistentVolumeClaim", max: { storage: "1Gi" } },
    ],
  });
});

test.each(["requests", "limits"] as const)("the quota is as large as all pods' %s", (kind) => {
  const hard = quotaSpec(0, defaultVolumeSize).hard as Quantities;
  const database: Quantities = databaseSize[kind];
  for (const [resource, quantity] of Object.entries(containerSize[kind])) {
    const all = (podLimit - 1) * amount(quantity) + amount(database[resource]);
    expect(amount(hard[`${kind}.${resource}`])).toBeCloseTo(all);
  }
});

test("a database has room for its data and for its dumps", () => {
  const { persistentvolumeclaims, "requests.storage": storage } = quotaSpec(0, defaultVolumeSize)
    .hard as Quantities;
  expect(amount(storage)).toBe(amount(persistentvolumeclaims) * amount(defaultVolumeSize));
});

test("both of its volumes may be as large as the stack says, and no larger", () => {
  expect(quotaSpec(0, "20Gi").hard).toMatchObject({ "requests.storage": "40Gi" });
  expect(limitRangeSpec("20Gi").limits).toContainEqual({
    type: "PersistentVolumeClaim",
    max: { storage: "20Gi" },
  });
});

test("a container may be as large as the database's", () => {
  const [container] = limitRangeSpec(defaultVolumeSize).limits as { max: Quantities }[];
  for (const [resource, quantity] of Object.entries(databaseSize.limits)) {
    expect(amount(container?.max[resource])).toBeGreaterThanOrEqual(amount(quantity));
  }
});

test("the largest service can be updated while seven pods check its namespace", () => {
  const surge = 1;
  const draining = 2;
  const databaseAndJobs = 4; // migration, backup, restore
  const checks = 7;
  expect(podLimit).toBeGreaterThanOrEqual(
    replicaLimit + surge + draining + databaseAndJobs + checks,
  );
});

test("every kind that a team can make, in an emergency too, is counted", () => {
  const all = rights([...teamRules({ exec: true }), ...breakGlassRules]);
  const made = Object.entries(all)
    .filter(([resource, verbs]) => verbs.split(" ").includes("create") && !resource.includes("/"))
    .map(([resource]) => `count/${resource}`);
  expect(made).not.toEqual([]);
  expect(Object.keys(quotaSpec(0, defaultVolumeSize).hard ?? {})).toEqual(
    expect.arrayContaining(made),
  );
});

test("two teams' largest objects do not fill etcd", () => {
  // What etcd takes as one request, and what it keeps, if nobody says otherwise.
  const largest = 1.5 * amount("1Mi");
  const teams = 2;
  const objects = Object.values(objectCounts).reduce((sum, count) => sum + count, 0);
  expect(teams * objects * largest).toBeLessThan(amount("2Gi"));
});
