import { pod, release, secret } from "./guardrails/manifests";
import {
  ask,
  controllers,
  create,
  getJson,
  may,
  member,
  operator,
  patch,
  refusalOf,
  rescuer,
} from "./guardrails/people";
import { expectRefused, no, rbac, type Row } from "./guardrails/refusals";

// What RBAC and Pod Security hold by themselves, and that a team's daily work goes on.
jest.setTimeout(60_000);

const api = "/api/v1/namespaces/payments";
const volume = (source: object) => ({ spec: { volumes: [{ name: "it", ...source }] } });
const restart = { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z" };
const restartOf = (name: string) =>
  patch(member, "payments", `deployment/${name}`, {
    spec: { template: { metadata: { annotations: restart } } },
  });

test.each<Row>([
  [
    "a hostPath",
    create(controllers, pod("payments", "probe", volume({ hostPath: { path: "/" } }))),
    /violates PodSecurity "restricted:v1\.34"/,
    create(controllers, pod("payments", "probe", volume({ emptyDir: { sizeLimit: "1Mi" } }))),
  ],
  [
    "the namespace's labels",
    patch(member, "payments", "namespace/payments", { metadata: { labels: { team: "none" } } }),
    rbac("get|patch", "namespaces"),
    restartOf("payment-provider"),
  ],
  [
    "a token of a service account",
    ask(member, "create", "token", "payment-provider", "--namespace=payments"),
    rbac("create", "serviceaccounts/token"),
    ask(member, "get", "serviceaccounts", "--namespace=payments"),
  ],
  [
    "the proxy to a pod",
    ask(member, "get", "--raw", `${api}/pods/any/proxy/`),
    rbac("get", "pods/proxy"),
    ask(member, "get", "--raw", `${api}/pods`),
  ],
  [
    "the proxy to a Service",
    ask(member, "get", "--raw", `${api}/services/any/proxy/`),
    rbac("get", "services/proxy"),
    ask(member, "get", "--raw", `${api}/services`),
  ],
  [
    "the proxy to a node",
    ask(operator, "get", "--raw", "/api/v1/nodes/any/proxy/pods"),
    rbac("get", "nodes/proxy"),
    ask(operator, "get", "--raw", "/api/v1/nodes"),
  ],
  [
    "the other team's pods",
    ask(member, "get", "pods", "--namespace=invoices"),
    rbac("list", "pods"),
    ask(member, "get", "pods", "--namespace=payments"),
  ],
  [
    "Secrets",
    ask(member, "get", "secrets", "--namespace=payments"),
    rbac("list", "secrets"),
    create(member, secret("team-own")),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

test.each([
  ["create", "networkpolicies.networking.k8s.io"],
  ["patch", "networkpolicies.networking.k8s.io"],
  ["delete", "networkpolicies.networking.k8s.io"],
  ["patch", "resourcequotas"],
  ["patch", "limitranges"],
  ["patch", "roles.rbac.authorization.k8s.io"],
  ["create", "rolebindings.rbac.authorization.k8s.io"],
  ["bind", "roles.rbac.authorization.k8s.io"],
  ["escalate", "roles.rbac.authorization.k8s.io"],
  ["create", "serviceaccounts/token"],
  ["impersonate", "serviceaccounts"],
  ["get", "secrets"],
  // A pod of one's own, and one that is cut loose from its controller.
  ["create", "pods"],
  ["update", "pods"],
  ["patch", "pods"],
  // What runs by itself, stays behind or keeps the platform's own from running.
  ["create", "statefulsets.apps"],
  ["patch", "statefulsets.apps"],
  ["patch", "statefulsets.apps/scale"],
  ["create", "daemonsets.apps"],
  ["create", "cronjobs.batch"],
  ["patch", "cronjobs.batch"],
  ["create", "horizontalpodautoscalers.autoscaling"],
  ["patch", "horizontalpodautoscalers.autoscaling"],
  ["create", "poddisruptionbudgets.policy"],
  ["delete", "poddisruptionbudgets.policy"],
  ["create", "persistentvolumeclaims"],
  ["create", "services"],
  ["patch", "namespaces"],
  ["patch", "nodes"],
  ["update", "certificatesigningrequests.certificates.k8s.io/approval"],
  ["approve", "signers.certificates.k8s.io"],
  ["create", "validatingwebhookconfigurations.admissionregistration.k8s.io"],
  ["create", "mutatingwebhookconfigurations.admissionregistration.k8s.io"],
  ["patch", "validatingadmissionpolicies.admissionregistration.k8s.io"],
  ["delete", "validatingadmissionpolicybindings.admissionregistration.k8s.io"],
])("even in an emergency, %s %s: refused", (verb, resource) =>
  expectRefused(["", may(rescuer, verb, resource), no, may(rescuer, "patch", "jobs.batch")]),
);

describe("a team's daily work", () => {
  const place = ["--namespace=payments", "deployment/payment-provider"];

  test.each([
    [
      "a new image",
      ask(member, "set", "image", ...place, `*=${release("payment-provider")}`, "--dry-run=server"),
    ],
    ["a restart", restartOf("payment-provider")],
    ["another number", ask(member, "scale", ...place, "--replicas=2", "--dry-run=server")],
    ["its removal", ask(member, "delete", ...place, "--dry-run=server")],
  ])("%s: allowed", async (_, attempt) => {
    expect(await refusalOf(attempt)).toBe("");
  });

  test("a way back: allowed", async () => {
    const { metadata } = (await getJson(...place)) as {
      metadata: { annotations: Record<string, string> };
    };
    const revision = metadata.annotations["deployment.kubernetes.io/revision"] ?? "";
    const undo = ask(member, "rollout", "undo", ...place, `--to-revision=${revision}`);
    expect(await refusalOf(undo)).toBe("");
  });

  test("the controllers make the pods of each workload", async () => {
    const workloads = await Promise.all(
      ["invoices", "payments"].map(async (team) => {
        const { items } = (await getJson("deployments,statefulsets", `--namespace=${team}`)) as {
          items: { metadata: { name: string }; status: { replicas?: number } }[];
        };
        return items.map(({ metadata, status }) => [metadata.name, (status.replicas ?? 0) > 0]);
      }),
    );
    expect(Object.fromEntries(workloads.flat())).toEqual({
      "invoice-app": true,
      "invoices-database": true,
      "payment-provider": true,
      "payments-database": true,
    });
  });

  test("the API server finds no fault with the types in the guardrails", async () => {
    const { items } = (await getJson("validatingadmissionpolicies")) as {
      items: { metadata: { name: string }; status?: { typeChecking?: object } }[];
    };
    const own = items.filter(({ metadata }) => metadata.name.startsWith("sre-challenge-"));
    expect(own).not.toEqual([]);
    expect(own.map(({ status }) => status?.typeChecking)).toEqual(own.map(() => ({})));
  });
});
