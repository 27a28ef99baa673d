import type { Cluster, Namespace } from "../../access/escalation/cluster";
import { guardrails } from "../components/access/guardrails";
import type { Registered } from "../components/recorder";
import { bootstrapRoles, controllerRoles, rbacOf } from "./rbac";

/** Namespaces of every cluster, which none of our walls surround. */
const others: readonly Namespace[] = [
  { name: "default", podSecurity: false, ofTeam: false, accounts: { default: [] } },
  {
    name: "kube-system",
    podSecurity: false,
    ofTeam: false,
    accounts: { "clusterrole-aggregation-controller": [], default: [] },
  },
];

/** Objects as far as they are looked at here. */
interface Inputs {
  readonly kind?: string;
  readonly metadata?: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly policyName?: string;
    readonly validationActions?: readonly string[];
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  };
}

interface Template {
  readonly spec: { readonly serviceAccountName?: string };
}

const resources: Readonly<Record<string, string>> = {
  Deployment: "deployments.apps",
  StatefulSet: "statefulsets.apps",
  DaemonSet: "daemonsets.apps",
  CronJob: "cronjobs.batch",
  Job: "jobs.batch",
};

/** A cluster with all that a program registered, and what every cluster has. */
export function clusterOf(registered: readonly Registered[]): Cluster {
  const objects = registered.map(({ inputs }) => inputs as Inputs);
  const within = new Map<string, Inputs[]>();
  for (const object of objects) {
    const { namespace = "" } = object.metadata ?? {};
    within.set(namespace, within.get(namespace) ?? []);
    within.get(namespace)?.push(object);
  }
  return {
    objects: [...bootstrapRoles, ...controllerRoles, ...rbacOf(registered)],
    namespaces: [
      ...objects
        .filter(({ kind }) => kind === "Namespace")
        .map((it) => namespaceOf(it, within.get(it.metadata?.name ?? "") ?? [])),
      ...others,
    ],
    guardrails: guardrails.filter(({ name }) => refuses(name, objects)),
  };
}

function namespaceOf({ metadata }: Inputs, within: readonly Inputs[]): Namespace {
  const { name = "", labels = {} } = metadata ?? {};
  const level = labels["pod-security.kubernetes.io/enforce"] ?? "";
  const made = within
    .filter(({ kind }) => kind === "ServiceAccount")
    .map(({ metadata: account }) => account?.name ?? "");
  return {
    name,
    podSecurity: ["baseline", "restricted"].includes(level),
    ofTeam: "team" in labels,
    accounts: Object.fromEntries(
      [...made, "default"].map((account) => [account, kindsUnder(account, within)]),
    ),
  };
}

/** The kinds of the workloads that run under an account. */
function kindsUnder(account: string, objects: readonly Inputs[]): string[] {
  const kinds = objects.flatMap(({ kind = "", spec }) => {
    const template = spec?.template ?? spec?.jobTemplate?.spec.template;
    const runsAs = template && (template.spec.serviceAccountName ?? "default");
    return runsAs === account ? [resources[kind] ?? kind] : [];
  });
  return [...new Set(kinds)];
}

/** Whether a guardrail is there, and bound to refuse. */
function refuses(name: string, objects: readonly Inputs[]): boolean {
  const isThere = objects.some(
    ({ kind, metadata }) => kind === "ValidatingAdmissionPolicy" && metadata?.name === name,
  );
  const isBound = objects.some(
    ({ kind, spec }) =>
      kind === "ValidatingAdmissionPolicyBinding" &&
      spec?.policyName === name &&
      spec.validationActions?.includes("Deny"),
  );
  return isThere && isBound;
}
