import { any, change, write } from "../rights";
import { docs, risks } from "../sources";
import { guardrail, type Way } from "./way";

/** Kinds that make pods by a template in `.spec.template`, without Deployments. */
const controllers = [
  "daemonsets.apps",
  "replicasets.apps",
  "statefulsets.apps",
  "jobs.batch",
  "replicationcontrollers",
];
const workloads = ["deployments.apps", "cronjobs.batch", ...controllers];

const onlyDefault = (account: string) => account === "default";
const notTheDatabases = (account: string, namespace: string) =>
  !account.startsWith(`${namespace}-database`);

/** By pods: what they run under, what of the node they see, and who gets into them. */
export const podWays: readonly Way[] = [
  {
    name: "a pod with the node's disk",
    rights: [any(write, "pods", ...workloads)],
    place: "a namespace",
    gain: "system:masters",
    heldBy: { kind: "Pod Security" },
    source: `${risks}#workload-creation`,
  },
  {
    name: "a pod under an account",
    rights: [any(["create"], "pods")],
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#workload-creation`,
  },
  {
    name: "a Deployment under an account",
    rights: [any(["create", ...change], "deployments.apps")],
    place: "a namespace",
    gain: "accounts",
    heldBy: guardrail("workloads", notTheDatabases),
    source: `${risks}#workload-creation`,
  },
  {
    name: "a workload under an account",
    rights: [any(["create"], ...controllers)],
    place: "a namespace",
    gain: "accounts",
    heldBy: guardrail("workloads", onlyDefault),
    source: `${risks}#workload-creation`,
  },
  {
    name: "a CronJob under an account",
    rights: [any(["create"], "cronjobs.batch")],
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#workload-creation`,
  },
  {
    name: "a program of one's own in what runs there",
    rights: [any(change, "pods", ...workloads)],
    place: "a namespace",
    gain: "accounts of running pods",
    source: `${risks}#workload-creation`,
  },
  {
    name: "a shell in what runs there",
    rights: [any(["get", "create"], "pods/exec", "pods/attach")],
    place: "a namespace",
    gain: "accounts of running pods",
    source: `${docs}/tasks/debug/debug-application/get-shell-running-container/`,
  },
  {
    name: "a container in what runs there",
    rights: [any(change, "pods/ephemeralcontainers")],
    place: "a namespace",
    gain: "accounts of running pods",
    source: `${docs}/concepts/workloads/pods/ephemeral-containers/`,
  },
  {
    name: "a shell in the control plane",
    rights: [any(["get", "create"], "pods/exec", "pods/attach")],
    place: "kube-system",
    gain: "system:masters",
    source: `${docs}/tasks/debug/debug-application/get-shell-running-container/`,
  },
  {
    name: "a container in the control plane",
    rights: [any(change, "pods/ephemeralcontainers")],
    place: "kube-system",
    gain: "system:masters",
    source: `${docs}/concepts/workloads/pods/ephemeral-containers/`,
  },
];
