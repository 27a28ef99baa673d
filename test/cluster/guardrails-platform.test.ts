import { nameLabel, programLabels } from "../../components/labels";
import { job, pod } from "./guardrails/manifests";
import { ask, create, getNames, patch, rescuer } from "./guardrails/people";
import { expectRefused, guardrail, type Row } from "./guardrails/refusals";
import { kubectl } from "./kubectl";

// What an emergency leaves alone, and that nothing outlives it.
jest.setTimeout(60_000);

const annotations = { probe: "none" };
const change = (object: string, fields: object) => patch(rescuer, "payments", object, fields);
const remove = (object: string) =>
  ask(rescuer, "delete", "--namespace=payments", "--dry-run=server", object);
const makeJob = (...[fields, template]: [Parameters<typeof job>[3]?, Parameters<typeof job>[2]?]) =>
  create(rescuer, job("payments", "probe", template, fields));
const makePod = (name: string, fields: Parameters<typeof pod>[2] = {}, metadata = {}) =>
  create(rescuer, pod("payments", name, fields, metadata));
const jobs = (text: string) => guardrail("jobs", text);
const pods = (text: string) => guardrail("pods", text);
const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } };
const volumes = [{ name: "it", ephemeral: { volumeClaimTemplate: { spec: claim } } }];
test.each<Row>([
  [
    "a pod that stays",
    makePod("probe", { spec: { activeDeadlineSeconds: null } }),
    pods("spec.activeDeadlineSeconds: a pod ends"),
    makePod("probe"),
  ],
  [
    "a pod that stays for two hours",
    makePod("probe", { spec: { activeDeadlineSeconds: 7200 } }),
    pods("spec.activeDeadlineSeconds: a pod ends"),
    makePod("probe", { spec: { activeDeadlineSeconds: 60 } }),
  ],
  ...[
    ["activeDeadlineSeconds", null],
    ["activeDeadlineSeconds", 7200],
    ["ttlSecondsAfterFinished", null],
    ["ttlSecondsAfterFinished", 7200],
  ].map(([field, value]): Row => [
    `a Job with ${field}: ${value}`,
    makeJob({ spec: { [String(field)]: value } }),
    jobs(`spec.${field}: a Job ends`),
    makeJob(),
  ]),
  [
    "a Job whose pods stay when it is deleted without them",
    makeJob({}, { spec: { activeDeadlineSeconds: null } }),
    jobs("spec.template.spec.activeDeadlineSeconds: a Job ends"),
    makeJob(),
  ],
  [
    "a Job that waits until nobody looks",
    makeJob({ spec: { suspend: true } }),
    jobs("spec.suspend: a Job that waits"),
    makeJob({ spec: { suspend: false } }),
  ],
  [
    "a Job that passes for the platform's",
    makeJob({ metadata: { labels: programLabels } }),
    jobs("are the platform's"),
    makeJob({ metadata: { labels: { probe: "none" } } }),
  ],
  [
    "a Job that is called like the next restore",
    create(rescuer, job("payments", "payments-database-restore-1")),
    jobs("are the platform's"),
    makeJob(),
  ],
  [
    "a pod in the place of the database's",
    makePod("payments-database-0"),
    pods("is a name of the database's"),
    makePod("database-0"),
  ],
  [
    "a pod that a Job of the platform counts as its own",
    makePod("probe", { labels: { "batch.kubernetes.io/controller-uid": "0" } }),
    pods("metadata.labels: by batch.kubernetes.io/controller-uid and"),
    makePod("probe", { labels: { "batch.kubernetes.io/job-name": "probe" } }),
  ],
  [
    "a Job that no controller ends",
    makeJob({ spec: { managedBy: "example.com/nobody" } }),
    jobs('spec.managedBy: "example.com/nobody" never ends'),
    makeJob(),
  ],
  [
    "a volume of one's own",
    makePod("probe", { spec: { volumes } }),
    pods('volumes: "it" .*brings a claim'),
    makePod("probe", { spec: { volumes: [{ name: "it", emptyDir: { sizeLimit: "1Mi" } }] } }),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

describe("a Job of the platform, which waits", () => {
  const waiting = job(
    "payments",
    "guardrail-test",
    {},
    { metadata: { labels: programLabels }, spec: { suspend: true } },
  );

  beforeAll(() => kubectl(["create", "--filename=-"], waiting));
  afterAll(() => kubectl(["delete", "job", "guardrail-test", "--namespace=payments"]));

  test.each([
    ["starts", change("job/guardrail-test", { spec: { suspend: false } })],
    ["is nobody's", change("job/guardrail-test", { metadata: { labels: null } })],
    ["ends", remove("job/guardrail-test")],
  ])("%s: refused, and one's own allowed", (_, attempt) =>
    expectRefused(["", attempt, jobs("is the platform's"), makeJob()]),
  );
});

test("a running pod does not leave its controller, to run on unseen", async () => {
  const selector = `--selector=${nameLabel}=payment-provider`;
  const [running = ""] = await getNames("pods", "--namespace=payments", selector);
  const control = change(running, { metadata: { annotations, labels: { probe: "none" } } });
  for (const label of [nameLabel, "pod-template-hash"]) {
    const without = change(running, { metadata: { labels: { [label]: null } } });
    await expectRefused(["", without, pods(`metadata.labels: "${label}" would be lost`), control]);
  }
});
