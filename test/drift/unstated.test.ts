import type { ClusterObject } from "../../drift/cluster-object";
import { changed, stated } from "../../drift/compared";
import { differences } from "../../drift/difference";
import type { Registered } from "../components/recorder";
import { runProgram, stackConfig } from "../program/run-program";

const pod = "spec.template.spec";
const container = `${pod}.containers.0`;

/**
 * Fields by which a wall, a role, a quota or a pod's privileges can be widened, and which the program
 * cannot state: the API server keeps no empty list, no empty text and no `false` of a plain boolean
 * (`omitempty` in k8s.io/api), or an absent object is the default. So Pulumi does not see somebody
 * write one, and `npm run drift` has to. What can be stated is in test/program/stated-fields.ts.
 */
const unstated: readonly (readonly [kind: string, field: string, widened: unknown])[] = [
  ["Deployment", `${pod}.hostNetwork`, true],
  ["Deployment", `${pod}.hostPID`, true],
  ["Deployment", `${pod}.hostIPC`, true],
  // A cluster without user namespaces keeps none.
  ["Deployment", `${pod}.hostUsers`, false],
  ["Deployment", `${pod}.nodeName`, "somewhere"],
  ["Deployment", `${pod}.hostAliases`, [{ ip: "192.0.2.1", hostnames: ["payments-database"] }]],
  ["Deployment", `${pod}.imagePullSecrets`, [{ name: "x" }]],
  ["Deployment", `${pod}.securityContext.supplementalGroups`, [0]],
  ["Deployment", `${pod}.securityContext.sysctls`, [{ name: "x", value: "1" }]],
  ["Deployment", `${container}.envFrom`, [{ secretRef: { name: "x" } }]],
  ["Deployment", `${container}.lifecycle`, { postStart: { exec: { command: ["x"] } } }],
  ["Deployment", `${container}.stdin`, true],
  ["Deployment", `${container}.tty`, true],
  ["Deployment", `${container}.securityContext.capabilities.add`, ["NET_ADMIN"]],
  // The pod's own are stated, and hold where a container says none.
  ["Deployment", `${container}.securityContext.runAsUser`, 0],
  ["Deployment", `${container}.securityContext.runAsGroup`, 0],
  // A cluster that lets nobody choose keeps none.
  ["Deployment", `${container}.securityContext.procMount`, "Unmasked"],
  ["NetworkPolicy", "spec.ingress", [{}]],
  ["NetworkPolicy", "spec.egress", [{}]],
  ["ResourceQuota", "spec.scopes", ["Terminating"]],
  ["ResourceQuota", "spec.scopeSelector", { matchExpressions: [] }],
  ["ClusterRole", "aggregationRule", { clusterRoleSelectors: [{}] }],
  ["Service", "spec.externalIPs", ["192.0.2.1"]],
  ["Service", "spec.externalName", "example.com"],
  ["Service", "spec.publishNotReadyAddresses", true],
  ["ServiceAccount", "imagePullSecrets", [{ name: "x" }]],
  ["ServiceAccount", "secrets", [{ name: "x" }]],
  ["ValidatingAdmissionPolicy", "spec.matchConstraints.excludeResourceRules", [{}]],
  ["ValidatingAdmissionPolicyBinding", "spec.matchResources", { objectSelector: {} }],
];

let registered: readonly Registered[];
beforeAll(async () => {
  ({ registered } = await runProgram(stackConfig("dev")));
});

test.each(unstated)("%s: %s opens a wall, and is named", (kind, field, widened) => {
  const path = field.split(".");
  const inputs = registered
    .map((one) => one.inputs as unknown as ClusterObject)
    .find((one) => one.kind === kind && at(one, path) === undefined);
  if (inputs === undefined) throw new Error(`each ${kind} of the program has ${field}`);
  const live = structuredClone(inputs);
  Object.assign(at(live, path.slice(0, -1)) as object, { [path.at(-1) ?? ""]: widened });

  const program = { inputs, secrets: [], fieldManager: "pulumi", uid: "" };
  const finding = changed(program, live, differences(stated(inputs), stated(live)));
  const named = finding?.fields.map((one) => one.field.replace(/\[name=[^\]]+\]/, ".0"));
  expect([named, finding?.opensWall]).toEqual([[field], true]);
});

/** Undefined if there is nothing. */
function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce(
    (inner, step) => (inner as Record<string, unknown> | undefined)?.[step],
    value,
  );
}
