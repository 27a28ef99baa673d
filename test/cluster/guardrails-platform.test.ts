import { programLabels } from "../../components/labels";
import { job } from "./guardrails/manifests";
import { ask, create, patch, rescuer } from "./guardrails/people";
import { expectRefused, guardrail, type Row } from "./guardrails/refusals";
import { kubectl } from "./kubectl";

// What an emergency leaves alone, and that nothing outlives it.
jest.setTimeout(60_000);

const change = (object: string, fields: object) => patch(rescuer, "payments", object, fields);
const remove = (object: string) =>
  ask(rescuer, "delete", "--namespace=payments", "--dry-run=server", object);
const makeJob = (...[fields, template]: [Parameters<typeof job>[3]?, Parameters<typeof job>[2]?]) =>
  create(rescuer, job("payments", "probe", template, fields));
const jobs = (text: string) => guardrail("jobs", text);
const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Mi" } } };
const volumes = [{ name: "it", ephemeral: { volumeClaimTemplate: { spec: claim } } }];

test.each<Row>([
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
    "a Job that no controller ends",
    makeJob({ spec: { managedBy: "example.com/nobody" } }),
    jobs("spec.managedBy: no controller"),
    makeJob(),
  ],
  [
    "a Job that chooses its pods itself",
    makeJob({ spec: { manualSelector: true, selector: { matchLabels: { app: "probe" } } } }),
    jobs("spec.manualSelector: its pods"),
    makeJob({ spec: { manualSelector: false } }),
  ],
  [
    "a volume of one's own",
    makeJob({}, { spec: { volumes } }),
    guardrail("workloads", 'volumes: "it" .*brings a claim'),
    makeJob({}, { spec: { volumes: [{ name: "it", emptyDir: { sizeLimit: "1Mi" } }] } }),
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
