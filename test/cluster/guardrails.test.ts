import { configMap, deployment, job, secret, tokenSecret } from "./guardrails/manifests";
import { caller, create, getNames, member, operator, patch, ask } from "./guardrails/people";
import { expectRefused, guardrail, rbac, type Row } from "./guardrails/refusals";

// Each known way past RBAC, as somebody who would try it, beside a control that must work.
jest.setTimeout(60_000);

const nameLabel = "app.kubernetes.io/name";
const worn = (name: string) => ({ labels: { [nameLabel]: name } });
const account = (serviceAccountName: string) => ({ spec: { serviceAccountName } });
const deploy = (name: string, template: Parameters<typeof deployment>[2]) =>
  create(member, deployment("payments", name, template));
const workloads = (text: string) => guardrail("workloads", text);
const token = tokenSecret("payments", "team-token", "payment-provider");

test.each<Row>([
  [
    "a Deployment that looks like a service",
    deploy("probe", worn("payment-provider")),
    workloads('"payment-provider" is reserved'),
    deploy("probe", worn("probe")),
  ],
  [
    "a Deployment that is called like the database, and looks like it",
    deploy("payments-database", worn("payments-database")),
    workloads('"payments-database" is reserved'),
    deploy("payments-worker", worn("payments-worker")),
  ],
  [
    "a Job that looks like the allowed caller",
    create(caller, job("invoices", "invoice-app", worn("invoice-app"))),
    workloads('"invoice-app" is reserved'),
    create(caller, job("invoices", "invoice-app")),
  ],
  [
    "a Deployment that passes for a pod of the proof, which no wall holds",
    deploy("probe", { labels: { "sre-challenge/verify": "r1", "sre-challenge/walls": "down" } }),
    workloads("pod labels: those that begin with sre-challenge/ are reserved"),
    deploy("probe", { labels: { verify: "r1", walls: "down" } }),
  ],
  [
    "a Deployment with another service account",
    deploy("probe", account("payments-database")),
    workloads('"payments-database" is that of another workload'),
    deploy("probe", account("probe")),
  ],
  [
    "a Deployment with another service account by the field's old name",
    deploy("probe", { spec: { serviceAccount: "payments-database" } }),
    workloads('"payments-database" is that of another workload'),
    deploy("probe", { spec: { serviceAccount: "default" } }),
  ],
  [
    "the team's own Deployment with another service account",
    patch(member, "payments", "deployment/payment-provider", {
      spec: { template: { spec: account("payments-database").spec } },
    }),
    workloads('"payments-database" is that of another workload'),
    patch(member, "payments", "deployment/payment-provider", {
      spec: { template: { spec: account("payment-provider").spec } },
    }),
  ],
  [
    "a Job with another service account",
    create(caller, job("invoices", "invoice-app", account("invoice-app"))),
    workloads('"invoice-app" is that of another workload'),
    create(caller, job("invoices", "invoice-app", account("default"))),
  ],
  [
    "a Secret that is filled with a service account's token",
    create(member, token),
    guardrail("tokens", '"kubernetes.io/service-account-token" makes a token'),
    create(member, secret("team-token")),
  ],
  [
    "a Secret that is filled with a service account's token, by the platform team",
    create(operator, token),
    guardrail("tokens", '"kubernetes.io/service-account-token" makes a token'),
    create(operator, secret("team-token")),
  ],
  [
    "a Secret in the platform's place",
    create(member, secret("payments-database-admin")),
    guardrail("secrets", '"payments-database-admin" is not a name of a team'),
    create(member, secret("team-database-admin")),
  ],
  [
    "a ConfigMap in the place of the database's next scripts",
    create(member, configMap("payments-database-scripts-0123456789")),
    guardrail("configmaps", "is a name of the database's"),
    create(member, configMap("probe")),
  ],
  [
    "others' traffic, by a Service of the platform team",
    patch(operator, "payments", "service/payment-provider", {
      spec: { externalIPs: ["10.0.0.1"] },
    }),
    guardrail("services", 'spec.externalIPs: "10.0.0.1" would take'),
    patch(operator, "payments", "service/payment-provider", { spec: { externalIPs: [] } }),
  ],
  [
    "the authority by which pods know the API server",
    patch(member, "payments", "configmap/kube-root-ca.crt", { data: { "ca.crt": "mine" } }),
    guardrail("configmaps", '"kube-root-ca.crt" is the platform'),
    create(member, configMap("probe")),
  ],
  [
    "the keys by which payment-provider knows its caller",
    patch(member, "payments", "configmap/issuer-keys", { data: { "jwks.json": "mine" } }),
    guardrail("configmaps", '"issuer-keys" is the platform'),
    create(member, configMap("probe")),
  ],
  [
    "a ConfigMap in their place",
    create(member, configMap("issuer-keys")),
    guardrail("configmaps", "is a name of the platform's"),
    create(member, configMap("probe")),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

describe("what is there already", () => {
  let running: string;
  let scripts: string;

  beforeAll(async () => {
    const pods = ["pods", "--namespace=payments", `--selector=${nameLabel}=payment-provider`];
    const configMaps = ["configmaps", "--namespace=payments", `--selector=${nameLabel}`];
    [running = ""] = await getNames(...pods);
    [scripts = ""] = await getNames(...configMaps);
  });

  test("a team does not change the scripts that its database runs", async () => {
    const remove = (object: string) =>
      ask(member, "delete", "--namespace=payments", "--dry-run=server", object);
    const by = guardrail("configmaps", "is the platform's ConfigMap");
    await expectRefused(["", remove(scripts), by, remove(running)]);
  });

  test("the platform team uses no shell", async () => {
    const exec = ask(operator, "exec", "--namespace=payments", running, "--", "x");
    const get = ask(operator, "get", "--namespace=payments", running);
    await expectRefused(["", exec, rbac("get|create", "pods/exec"), get]);
  });
});
