import { postgresImage } from "../../components/postgres-database/server";
import { deployment, job, pod, release, restricted } from "./guardrails/manifests";
import {
  controllers,
  create,
  getNames,
  member,
  operator,
  patch,
  type Person,
  refusalOf,
  rescuer,
} from "./guardrails/people";
import { expectRefused, guardrail, rbac, type Row } from "./guardrails/refusals";

// Each way in which a workload could take the database owner's password, beside the same with a
// Secret of the team's own.
jest.setTimeout(60_000);

const owner = "payments-database-owner";
const first = { name: "first", image: postgresImage };
const migration = "payments-database-migration";
const volume = (source: object) => ({ spec: { volumes: [{ name: "it", ...source }] } });
const projected = (name: string) =>
  volume({ projected: { sources: [{ secret: { name, items: [{ key: "a", path: "a" }] } }] } });
const driver = (name: string) => volume({ csi: { driver: "x", nodePublishSecretRef: { name } } });
const variable = (name: string) => ({
  container: { env: [{ name: "IT", valueFrom: { secretKeyRef: { name, key: "a" } } }] },
});
const variables = (name: string) => ({ container: { envFrom: [{ secretRef: { name } }] } });
const deploy = (template: Parameters<typeof deployment>[2]) =>
  create(member, deployment("payments", "probe", template));
const workloads = (text: string) => guardrail("workloads", text);
const change = (container: object) =>
  patch(member, "payments", "deployment/payment-provider", {
    spec: { template: { spec: { containers: [{ name: "payment-provider", ...container }] } } },
  });

test.each<Row>([
  [
    "in a volume",
    deploy(volume({ secret: { secretName: owner } })),
    workloads('volumes: "it" shows a Secret'),
    deploy(volume({ secret: { secretName: "team-own" } })),
  ],
  [
    "in a projected volume",
    deploy(projected(owner)),
    workloads('volumes: "it" shows a Secret'),
    deploy(projected("team-own")),
  ],
  [
    "for a storage driver",
    deploy(driver(owner)),
    workloads('volumes: "it" shows a Secret'),
    deploy(driver("team-own")),
  ],
  [
    "in a variable",
    deploy(variable(owner)),
    workloads('containers: "probe" takes a variable'),
    deploy(variable("team-own")),
  ],
  [
    "in all variables",
    deploy(variables(owner)),
    workloads('containers: "probe" takes a variable'),
    deploy(variables("team-own")),
  ],
  [
    "in a container that comes first",
    deploy({
      spec: {
        initContainers: [{ ...first, ...variable(owner).container, securityContext: restricted }],
      },
    }),
    workloads('containers: "first" takes a variable'),
    deploy({ spec: { initContainers: [first] } }),
  ],
  [
    "for a registry",
    deploy({ spec: { imagePullSecrets: [{ name: owner }] } }),
    workloads("imagePullSecrets: names a Secret"),
    deploy({ spec: { imagePullSecrets: [{ name: "team-registry" }] } }),
  ],
  [
    "in the Deployment that mounts it, by another way",
    change(variables(owner).container),
    workloads('containers: "payment-provider" takes a variable'),
    change({ image: release("payment-provider") }),
  ],
  [
    "in the Deployment that had it before, as by a roll-back",
    patch(member, "payments", "deployment/payment-provider", {
      spec: {
        template: { spec: { volumes: [{ name: "it", secret: { secretName: owner } }] } },
      },
    }),
    workloads('volumes: "it" shows a Secret'),
    change({ image: release("payment-provider") }),
  ],
  [
    "in a Deployment that takes the migration's name",
    create(
      member,
      deployment("payments", migration, { labels: { "app.kubernetes.io/name": migration } }),
    ),
    workloads('pod label app.kubernetes.io/name: "payments-database-migration" is reserved'),
    create(member, deployment("payments", "migration")),
  ],
  [
    "in a Job of an emergency",
    create(rescuer, job("payments", "probe", variable(owner))),
    workloads('containers: "probe" takes a variable'),
    create(rescuer, job("payments", "probe", variable("team-own"))),
  ],
  [
    "among the database's dumps",
    deploy(volume({ persistentVolumeClaim: { claimName: "payments-database-backup" } })),
    workloads('volumes: "it" shows a Secret or a claim'),
    deploy(volume({ emptyDir: { sizeLimit: "1Mi" } })),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

const administrator: Person = { user: "eve", group: "system:masters" };
const ownedBy = (kind: string) => ({
  ownerReferences: [{ apiVersion: "x/v1", kind, name: "x", uid: "0", controller: true }],
});

// A template from before the guardrails, to which a controller may go back.
test.each([
  ["a volume", volume({ secret: { secretName: owner } })],
  ["a projected volume", projected(owner)],
  ["a variable", variable(owner)],
  ["all variables", variables(owner)],
  [
    "a container that comes first",
    {
      spec: {
        initContainers: [{ ...first, ...variable(owner).container, securityContext: restricted }],
      },
    },
  ],
])("not by a controller either, in %s", async (_, template) => {
  const made = (kind: string, from: Parameters<typeof pod>[2] = template) =>
    create(controllers, pod("payments", "probe", from, ownedBy(kind)));
  const refused = made("ReplicaSet");
  const by = guardrail("database-owner", '"payments-database-owner" is for the database');
  await expectRefused(["", refused, by, made("StatefulSet")]);
  await expectRefused(["", refused, by, made("Job")]);
  await expectRefused(["", refused, by, made("ReplicaSet", {})]);
  expect(await refusalOf({ ...refused, as: administrator })).toBe("");
});

test("in a container for debugging: refused, and one for the team or the platform as well", async () => {
  const selector = "--selector=app.kubernetes.io/name=payment-provider";
  const [running = ""] = await getNames("pods", "--namespace=payments", selector);
  const debug = (as: Person, secretName: string) => {
    const { containers } = pod("payments", "x", variables(secretName)).spec;
    const spec = { ephemeralContainers: containers };
    return patch(as, "payments", running, { spec }, "--subresource=ephemeralcontainers");
  };
  const allowed = debug(rescuer, "team-own");
  const reads = guardrail("pods", 'ephemeralContainers: "probe" takes a variable');
  await expectRefused(["", debug(rescuer, owner), reads, allowed]);
  const lacksRight = rbac("get|patch", "pods/ephemeralcontainers");
  await expectRefused(["", debug(member, "team-own"), lacksRight, allowed]);
  await expectRefused(["", debug(operator, "team-own"), lacksRight, allowed]);
});

test("the job that has it is not the team's to change, nor its pod", async () => {
  const allowed = change({ image: release("payment-provider") });
  const image = { spec: { containers: [{ name: "migrate", image: release("payment-provider") }] } };
  const selector = `--selector=app.kubernetes.io/name=${migration}`;
  const [pod = ""] = await getNames("pods", "--namespace=payments", selector);
  const patched = (object: string, template: object) => patch(member, "payments", object, template);
  const job = patched(`job/${migration}`, { spec: { template: image } });
  await expectRefused(["", job, rbac("patch", "jobs"), allowed]);
  await expectRefused(["", patched(pod, image), rbac("patch", "pods"), allowed]);
});
