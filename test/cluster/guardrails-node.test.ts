import { teamUsers } from "../two-teams";
import { deployment, job, restricted } from "./guardrails/manifests";
import { create, member, rescuer } from "./guardrails/people";
import { expectRefused, guardrail, type Row } from "./guardrails/refusals";

// What a pod could take of the nodes, and with it of the other team.
jest.setTimeout(60_000);

const deploy = (spec: object) => create(member, deployment("payments", "probe", { spec }));
const debug = (spec: object) => create(rescuer, job("payments", "probe", { spec }));
const volume = (emptyDir: object) => ({ volumes: [{ name: "it", emptyDir }] });
const workloads = (text: string) => guardrail("workloads", text);
const node = "sre-challenge";
const label = { "kubernetes.io/hostname": node };
const term = { topologyKey: "kubernetes.io/hostname", namespaceSelector: {}, labelSelector: {} };
const apart = (when: string, what: object) => ({
  affinity: { podAntiAffinity: { [when]: [what] } },
});
const critical = "system-node-critical";
const as = (runAsUser: number) => ({
  securityContext: { runAsNonRoot: true, runAsUser, seccompProfile: { type: "RuntimeDefault" } },
});
const own = teamUsers.payments;
const others = teamUsers.invoices;
const containerAs = (runAsUser: number) =>
  create(
    member,
    deployment("payments", "probe", {
      container: { securityContext: { ...restricted, runAsUser } },
    }),
  );

test.each<Row>([
  [
    "a place past the scheduler, and past the quota",
    debug({ nodeName: node }),
    workloads(`nodeName: "${node}" goes past the scheduler`),
    debug({ nodeSelector: label }),
  ],
  [
    "a place past the scheduler, by a Deployment",
    deploy({ nodeName: node }),
    workloads(`nodeName: "${node}" goes past the scheduler`),
    deploy({ nodeSelector: label }),
  ],
  [
    "the place of other pods",
    debug({ priorityClassName: critical }),
    workloads(`priorityClassName: "${critical}" pushes`),
    debug({}),
  ],
  [
    "the place of other pods, by a Deployment",
    deploy({ priorityClassName: critical }),
    workloads(`priorityClassName: "${critical}" pushes`),
    deploy({ priorityClassName: "" }),
  ],
  [
    "the place of other pods, by a number",
    deploy({ priority: 1000 }),
    workloads("priority: 1000 pushes"),
    deploy({ priority: 0 }),
  ],
  [
    "what the kernel gives the other team's user",
    deploy(as(others)),
    workloads(`securityContext.runAsUser: ${others} is not the team's user; set ${own}`),
    deploy(as(own)),
  ],
  [
    "what the kernel gives the other team's user, in an emergency",
    debug(as(others)),
    workloads(`securityContext.runAsUser: ${others} is not the team's user; set ${own}`),
    debug(as(own)),
  ],
  [
    "what the kernel gives the other team's user, by a container",
    containerAs(others),
    workloads('containers: "probe" runs as another user than its pod'),
    containerAs(own),
  ],
  [
    "what the kernel gives the node's root",
    deploy({ hostUsers: false }),
    workloads("hostUsers: false uses up what the kernel gives the node"),
    deploy({ hostUsers: true }),
  ],
  [
    "what the kernel gives an image's user",
    deploy({ securityContext: {} }),
    workloads(`securityContext.runAsUser: nothing is not the team's user; set ${own}`),
    deploy({}),
  ],
  [
    "the node's disk",
    debug(volume({})),
    workloads('volumes: "it" is an emptyDir without a bound'),
    debug(volume({ sizeLimit: "64Mi" })),
  ],
  [
    "the node's disk, by a Deployment",
    deploy(volume({})),
    workloads('volumes: "it" is an emptyDir without a bound'),
    deploy(volume({ sizeLimit: "64Mi" })),
  ],
  [
    "a node for one team alone",
    deploy(apart("requiredDuringSchedulingIgnoredDuringExecution", term)),
    workloads("affinity.podAntiAffinity: what is required"),
    deploy(
      apart("preferredDuringSchedulingIgnoredDuringExecution", {
        weight: 1,
        podAffinityTerm: term,
      }),
    ),
  ],
  [
    "places in the quota for ever, by a Deployment",
    create(member, deployment("payments", "probe", { finalizers: ["example.com/never"] })),
    workloads("metadata.finalizers of the template"),
    deploy({}),
  ],
  [
    "the node's time after its end",
    debug({ terminationGracePeriodSeconds: 3600 }),
    workloads("terminationGracePeriodSeconds: 3600 keeps"),
    debug({ terminationGracePeriodSeconds: 60 }),
  ],
  [
    "the node's time after its end, by a Deployment",
    deploy({ terminationGracePeriodSeconds: 3600 }),
    workloads("terminationGracePeriodSeconds: 3600 keeps"),
    deploy({ terminationGracePeriodSeconds: 0 }),
  ],
  [
    "the node's disk, by a bound that is none to the kubelet",
    deploy(volume({ sizeLimit: "0" })),
    workloads('volumes: "it" is an emptyDir without a bound'),
    deploy(volume({ sizeLimit: "1Ki" })),
  ],
  [
    "the node's memory",
    deploy(volume({ medium: "Memory" })),
    workloads('volumes: "it" is an emptyDir without a bound'),
    deploy(volume({ medium: "Memory", sizeLimit: "64Mi" })),
  ],
  [
    "more of the node's disk than a container may write",
    deploy(volume({ sizeLimit: "65Mi" })),
    workloads('volumes: "it" is an emptyDir .*at most'),
    deploy(volume({ sizeLimit: "65536Ki" })),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));
