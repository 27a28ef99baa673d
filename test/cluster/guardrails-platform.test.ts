import { managerLabel, nameLabel, programLabels } from "../../components/labels";
import { autoscaler, claimTemplate, cronJob, job, pod, statefulSet } from "./guardrails/manifests";
import { ask, create, getNames, member, patch, rescuer } from "./guardrails/people";
import { expectRefused, guardrail, type Row } from "./guardrails/refusals";
import { kubectl } from "./kubectl";

// What an emergency leaves alone, and that nothing outlives it unseen.
jest.setTimeout(60_000);

const dryRun = ["--namespace=payments", "--dry-run=server"];
const database = "statefulset/payments-database";
const annotations = { probe: "none" };
const platforms = guardrail("platform-objects", "the platform's");
const change = (object: string, fields: object) => patch(rescuer, "payments", object, fields);
const remove = (object: string) => ask(rescuer, "delete", ...dryRun, object);
const annotate = (object: string) => change(object, { metadata: { annotations } });
const cutLoose = (object: string) =>
  change(object, { metadata: { labels: { [managerLabel]: null } } });
const ofOwn = create(rescuer, statefulSet("payments", "probe"));

const claims = (name: string, template: string, spec = {}) =>
  create(rescuer, statefulSet("payments", name, {}, [claimTemplate(template, spec)]));
const takesClaim = guardrail("claims", "is how claims of the database are called");
const copied = { kind: "PersistentVolumeClaim", name: "data-payments-database-0" };
const ephemeral = (name: string, volume: string, more = {}) => {
  const { spec } = claimTemplate("", more);
  const volumes = [{ name: volume, ephemeral: { volumeClaimTemplate: { spec } } }];
  return create(rescuer, pod("payments", name, { spec: { volumes } }));
};
const takesVolume = guardrail("pods", "takes the name of a claim of the database");

test.each<Row>([
  [
    "the database's volume, by how claims are called",
    claims("database", "data-payments"),
    takesClaim,
    claims("database", "data"),
  ],
  ["a claim before the database has it", claims("probe", "payments-database"), takesClaim, ofOwn],
  [
    "a copy of the database's volume",
    claims("probe", "data", { dataSource: copied }),
    guardrail("claims", 'dataSource of "data" copies'),
    claims("probe", "data"),
  ],
  [
    "a copy of the database's volume, by the newer field",
    claims("probe", "data", { dataSourceRef: copied }),
    guardrail("claims", 'dataSource of "data" copies'),
    claims("probe", "data"),
  ],
  [
    "the database's dumps, by how a pod's own claim is called",
    ephemeral("payments", "database-backup"),
    takesVolume,
    ephemeral("payments", "backup"),
  ],
  [
    "a copy of the database's volume in a pod's own claim",
    ephemeral("probe", "data", { dataSource: copied }),
    takesVolume,
    ephemeral("probe", "data"),
  ],
  ["another database", annotate(database), platforms, annotate("deployment/payment-provider")],
  ["a database that is nobody's", cutLoose(database), platforms, ofOwn],
  ["no database", remove(database), platforms, remove("pod/payments-database-0")],
  [
    "a database without a pod",
    ask(rescuer, "scale", ...dryRun, database, "--replicas=0"),
    platforms,
    ask(member, "scale", ...dryRun, "deployment/payment-provider", "--replicas=2"),
  ],
  [
    "a database of many pods, by an autoscaler",
    create(rescuer, autoscaler("payments", "probe", "StatefulSet", "payments-database")),
    guardrail("autoscalers", '"payments-database" is the platform'),
    create(rescuer, autoscaler("payments", "probe", "Deployment", "payment-provider")),
  ],
  [
    "a restore",
    change("cronjob/payments-database-restore", { spec: { suspend: false } }),
    platforms,
    create(rescuer, cronJob("payments", "probe")),
  ],
  [
    "no backup",
    change("cronjob/payments-database-backup", { spec: { suspend: true } }),
    platforms,
    create(rescuer, cronJob("payments", "probe")),
  ],
  ["no backup at all", remove("cronjob/payments-database-backup"), platforms, ofOwn],
  [
    "a Job that passes for the platform's",
    create(rescuer, job("payments", "probe", {}, { labels: programLabels })),
    platforms,
    create(rescuer, job("payments", "probe", {}, { labels: { probe: "none" } })),
  ],
  [
    "a StatefulSet that is called like the platform's",
    create(rescuer, statefulSet("payments", "payments-database-2")),
    platforms,
    ofOwn,
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

const listed = (kind: string) =>
  getNames(kind, "--namespace=payments", `--selector=${managerLabel}=pulumi`);

test.each(["horizontalpodautoscalers", "poddisruptionbudgets"])(
  "the platform's %s: refused, and one's own allowed",
  async (kind) => {
    const [object = ""] = await listed(kind);
    await expectRefused(["", annotate(object), platforms, ofOwn]);
    await expectRefused(["", cutLoose(object), platforms, ofOwn]);
    await expectRefused(["", remove(object), platforms, ofOwn]);
  },
);

describe("a Job of the platform, which waits", () => {
  const waiting = job("payments", "guardrail-test", {}, { labels: programLabels });

  beforeAll(() =>
    kubectl(["create", "--filename=-"], { ...waiting, spec: { ...waiting.spec, suspend: true } }),
  );
  afterAll(() => kubectl(["delete", "job", "guardrail-test", "--namespace=payments"]));

  test.each([
    ["starts", change("job/guardrail-test", { spec: { suspend: false } })],
    ["ends", remove("job/guardrail-test")],
  ])("%s: refused, and one's own allowed", (_, attempt) =>
    expectRefused(["", attempt, platforms, create(rescuer, job("payments", "probe"))]),
  );
});

test("a running pod does not leave its controller, to run on unseen", async () => {
  const selector = `--selector=${nameLabel}=payment-provider`;
  const [running = ""] = await getNames("pods", "--namespace=payments", selector);
  const control = change(running, { metadata: { annotations, labels: { probe: "none" } } });
  const lost = (label: string) => guardrail("pods", `metadata.labels: "${label}" would be lost`);
  for (const label of [nameLabel, "pod-template-hash"]) {
    const without = change(running, { metadata: { labels: { [label]: null } } });
    await expectRefused(["", without, lost(label), control]);
  }
  const orphan = change(running, { metadata: { ownerReferences: null } });
  await expectRefused(["", orphan, guardrail("pods", "metadata.ownerReferences: "), control]);
});
