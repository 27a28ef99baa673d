import { readFileSync } from "node:fs";
import { loadAll } from "js-yaml";
import { killerObjects } from "../../chaos/killer-objects";
import { authenticatorSpec } from "../../components/access/authenticator";
import type { StackOutputs } from "../../cluster/stack";
import { cast } from "../../verify/traffic/cast";
import { type Expected, EXPECTED } from "../../verify/expected";
import { actorsOf } from "../../verify/traffic/actors";
import { amount } from "../components/quantity";
import { twoTeams } from "../two-teams";
import { outputs } from "../verify/traffic/outputs";
import type { Container, PodSpec } from "./pods";
import { ofPod, type Requests, sum } from "./requests";

const numberIn = (file: string, pattern: RegExp) =>
  Number(pattern.exec(readFileSync(file, "utf8"))?.[1]);

/**
 * What pods may ask of the smallest machine that setup.sh takes: its memory without what the kubelet keeps
 * free, and the pods that a kubelet takes if nobody says otherwise.
 */
export const smallestNode: Requests = {
  cpu: numberIn("toolchain/shell/preflight.sh", /processors >= (\d+)/),
  memory:
    numberIn("toolchain/shell/preflight.sh", /kib >= (\d+)/) * 1024 -
    numberIn("toolchain/cluster/minikube.sh", /memory\.available<(\d+)Mi/) * 2 ** 20,
  pods: 110,
};

/** Of Kubernetes' own pods, as kubeadm 1.34 makes them. kube-proxy asks for nothing. */
const kubernetes: readonly Requests[] = [
  ["kube-apiserver", "250m", "0"],
  ["kube-controller-manager", "200m", "0"],
  ["kube-scheduler", "100m", "0"],
  ["etcd", "100m", "100Mi"],
  ["coredns", "100m", "70Mi"],
  ["kube-proxy", "0", "0"],
].map(([, cpu, memory]) => ({ cpu: amount(cpu), memory: amount(memory), pods: 1 }));

const ofManifest = (file: string) =>
  (loadAll(readFileSync(file, "utf8")) as { spec?: { template?: { spec: PodSpec } } }[]).flatMap(
    ({ spec }) => (spec?.template ? [ofPod(spec.template.spec)] : []),
  );

const authenticator = authenticatorSpec({
  serviceAccount: "",
  config: "",
  configHash: "",
}) as unknown as { template: { spec: PodSpec } };

/** All that runs in kube-system where people get in by IAM. */
export const kubeSystem = sum([
  ...kubernetes,
  ...ofManifest("toolchain/cluster/kube-router.yaml"),
  ...ofManifest("toolchain/cluster/local-path.yaml"),
  ...ofManifest("toolchain/cluster/metrics-server.yaml"),
  ofPod(authenticator.template.spec),
]);

const checks = (expected: Expected, outputs: StackOutputs) =>
  cast({
    actors: actorsOf(expected),
    outputs,
    run: "run",
    image: "probe",
    nodes: ["node"],
    teamLabels: {},
  }).pods;

/** What the pods of `npm run verify` ask for in a namespace. */
export function checksIn(namespace: string, stack: StackOutputs): Requests {
  return sum(
    checks(EXPECTED, stack)
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(ofCheck),
  );
}

/** The same in namespaces of no team, for two teams, and chaos' killer. */
export const elsewhere = sum([
  ...checks(twoTeams, outputs)
    .filter(({ metadata }) => !twoTeams.teams.includes(metadata.namespace))
    .map(ofCheck),
  ...(
    killerObjects({ namespace: "killer", image: "killer", nodes: ["node"], longest: 1 }) as {
      kind: string;
      spec: PodSpec;
    }[]
  ).flatMap(({ kind, spec }) => (kind === "Pod" ? [ofPod(spec)] : [])),
]);

function ofCheck({ spec }: ReturnType<typeof checks>[number]): Requests {
  return ofPod({ containers: spec.containers as unknown as Container[] });
}
