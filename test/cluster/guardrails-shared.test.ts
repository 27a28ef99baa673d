import { keysCopier, keysNamespace } from "../../components/issuer-keys/copier";
import { deployment, pod } from "./guardrails/manifests";
import { ask, controllers, create, operator, patch } from "./guardrails/people";
import { expectRefused, guardrail, rbac, type Row } from "./guardrails/refusals";

// What nobody of ours does to what all share: the network engine, others' places on a node, the issuer's keys.
jest.setTimeout(60_000);

interface Block {
  readonly cidr: string;
  readonly except?: readonly string[];
}

const policy = (spec: object) =>
  create(operator, {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "probe", namespace: "payments" },
    spec: { podSelector: { matchLabels: { app: "nobody" } }, ...spec },
  });
const ways: Record<string, (ipBlock: Block) => object> = {
  "ingress.from": (ipBlock) => ({ ingress: [{ from: [{ podSelector: {} }, { ipBlock }] }] }),
  "egress.to": (ipBlock) => ({ egress: [{ to: [{ ipBlock }] }], policyTypes: ["Egress"] }),
  "ingress beside egress": (ipBlock) => ({
    ingress: [{}, { from: [{ ipBlock }] }],
    egress: [{ ports: [{ port: 53 }] }],
  }),
};
const fine = { cidr: "203.0.0.0/16", except: ["203.0.113.0/24"] };

test.each(
  Object.entries(ways).flatMap(([field, spec]) =>
    ["::ffff:203.0.113.0/120", "::ffff:cb00:7100/120", "2001:db8::/32"].flatMap((cidr): Row[] => [
      [`${field} of ${cidr}`, policy(spec({ cidr })), refused(cidr), policy(spec(fine))],
    ]),
  ),
)("a policy for %s: refused, and the control allowed", (...row) => expectRefused(row));

function refused(cidr: string): RegExp {
  return guardrail("network-policies", `spec: "${cidr}" of an ipBlock`);
}

test.each(
  ["payments", keysNamespace].flatMap((namespace) =>
    ["system-node-critical", "system-cluster-critical"].map((priorityClassName): Row => [
      `${priorityClassName} in ${namespace}`,
      create(controllers, pod(namespace, "probe", { spec: { priorityClassName } })),
      guardrail("priorities", `spec.priorityClassName: "${priorityClassName}"`),
      create(controllers, pod(namespace, "probe")),
    ]),
  ),
)("a pod that comes before others, %s: refused, and the control allowed", (...row) =>
  expectRefused(row),
);

const annotate = (name: string) =>
  patch(operator, keysNamespace, `deployment/${name}`, {
    metadata: { annotations: { probe: "" } },
  });

test.each<Row>([
  [
    "another workload",
    create(operator, deployment(keysNamespace, "probe")),
    rbac("create", "deployments"),
    annotate(keysCopier),
  ],
  [
    "no copier",
    ask(operator, "delete", `deployment/${keysCopier}`, `--namespace=${keysNamespace}`),
    rbac("delete", "deployments"),
    annotate(keysCopier),
  ],
])("where the issuer's keys are copied, %s: refused, and the control allowed", (...row) =>
  expectRefused(row),
);
