import { platformRole } from "../../components/access/platform-role";
import {
  configMap,
  deployment,
  job,
  pod,
  roleBinding,
  secret,
  tokenSecret,
} from "./guardrails/manifests";
import { may, ask, create, operator, patch } from "./guardrails/people";
import { expectRefused, no, rbac, type Row } from "./guardrails/refusals";

// The platform team deploys, and is no administrator: each way in which it was one, and the rights
// that lead there.
jest.setTimeout(60_000);

const binding = "validatingadmissionpolicybinding/sre-challenge-tokens";
const audit = { spec: { validationActions: ["Audit"] } };
const privileged = {
  spec: { hostPID: true, volumes: [{ name: "it", hostPath: { path: "/" } }] },
  container: { securityContext: { privileged: true } },
};
const databaseSecret = ask(
  operator,
  "get",
  "secret/payments-database-owner",
  "--namespace=payments",
  "--output=name",
);
const everywhere = (text: string) =>
  ["kube-system", "default"].map((place) => [text, place] as const);

describe("what the platform team was an administrator by", () => {
  test.each<Row>([
    [
      "a token of an account of kube-system",
      create(operator, tokenSecret("kube-system", "probe", "clusterrole-aggregation-controller")),
      rbac("create", "secrets"),
      create(operator, secret("probe")),
    ],
    [
      "a bootstrap token",
      create(
        operator,
        secret("bootstrap-token-abcdef", {
          namespace: "kube-system",
          type: "bootstrap.kubernetes.io/token",
        }),
      ),
      rbac("create", "secrets"),
      create(operator, secret("probe")),
    ],
    ...everywhere("a pod with the node's disk").map(([way, place]): Row => [
      `${way} in ${place}`,
      create(operator, pod(place, "probe", privileged)),
      rbac("create", "pods"),
      create(operator, job("payments", "probe")),
    ]),
    ...everywhere("a DaemonSet with the node's disk").map(([way, place]): Row => [
      `${way} in ${place}`,
      create(operator, { ...deployment(place, "probe", privileged), kind: "DaemonSet" }),
      rbac("create", "daemonsets"),
      create(operator, deployment("payments", "probe")),
    ]),
    [
      "a Deployment with the node's disk, in a team's namespace",
      patch(operator, "payments", "namespace/payments", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
      }),
      rbac("patch", "namespaces"),
      ask(operator, "get", "namespace/payments"),
    ],
    [
      "its own guardrail turned to Audit",
      patch(operator, "", binding, audit),
      rbac("patch", "validatingadmissionpolicybindings"),
      ask(operator, "get", binding),
    ],
    [
      "who is who, by a ConfigMap of kube-system",
      create(operator, configMap("aws-auth", "kube-system")),
      rbac("create", "configmaps"),
      create(operator, configMap("probe")),
    ],
    [
      "a Secret of kube-system",
      ask(operator, "get", "secrets", "--namespace=kube-system"),
      rbac("list", "secrets"),
      databaseSecret,
    ],
    [
      "a team's own Secret",
      ask(operator, "get", "secret/team-own", "--namespace=payments"),
      rbac("get", "secrets"),
      databaseSecret,
    ],
    [
      "more rights for the platform team than it has",
      patch(operator, "", `clusterrole/${platformRole}`, { metadata: { labels: { probe: "1" } } }),
      rbac("patch", "clusterroles"),
      ask(operator, "get", `clusterrole/${platformRole}`),
    ],
    [
      "a role given away",
      create(operator, roleBinding({ kind: "Role", name: "break-glass" })),
      rbac("create", "rolebindings"),
      ask(operator, "get", "rolebindings", "--namespace=payments"),
    ],
    [
      "a namespace of its own",
      ask(operator, "create", "namespace", "probe", "--dry-run=server"),
      rbac("create", "namespaces"),
      ask(operator, "get", "namespaces"),
    ],
  ])("%s: refused, and the control allowed", (...row) => expectRefused(row));
});

test.each([
  ["create", "serviceaccounts/token"],
  ["impersonate", "users"],
  ["list", "secrets"],
  ["get", "pods/exec"],
  ["create", "pods"],
  ["update", "pods/ephemeralcontainers"],
  ["create", "roles.rbac.authorization.k8s.io"],
  ["patch", "rolebindings.rbac.authorization.k8s.io"],
  ["create", "daemonsets.apps"],
  ["bind", "clusterroles.rbac.authorization.k8s.io"],
  ["escalate", "clusterroles.rbac.authorization.k8s.io"],
  ["patch", "clusterroles.rbac.authorization.k8s.io"],
  ["get", "nodes/proxy"],
  ["update", "certificatesigningrequests.certificates.k8s.io/approval"],
  ["create", "validatingwebhookconfigurations.admissionregistration.k8s.io"],
  ["patch", "validatingadmissionpolicies.admissionregistration.k8s.io"],
])("the platform team, %s %s: refused", (verb, resource) =>
  expectRefused(["", may(operator, verb, resource), no, may(operator, "create", "secrets")]),
);
