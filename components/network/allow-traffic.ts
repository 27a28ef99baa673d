import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cidrPeers, egressSpec, ingressSpec, podPeer, type Peers, type Pods } from "./policy";

/** Pods of this program. */
export interface Workload extends Pods {
  /** Labels of the resources that belong to them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What is called on its one TCP port: pods of this program, or addresses outside of the cluster. */
export type Callee = (Workload | { readonly cidrs: readonly [string, ...string[]] }) & {
  readonly port: number;
};

export interface AllowTrafficArgs {
  readonly from: Workload;
  readonly to: Callee;
}

/** Lets one workload call another: the caller's egress and, in the cluster, the callee's ingress. */
export class AllowTraffic extends pulumi.ComponentResource {
  constructor(name: string, args: AllowTrafficArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:AllowTraffic", name, {}, opts);
    const { from, to } = args;

    new k8s.networking.v1.NetworkPolicy(
      `${name}-egress`,
      {
        metadata: { namespace: from.namespace, labels: { ...from.labels } },
        spec: egressSpec(from.podLabels, peersOf(to), to.port),
      },
      { parent: this },
    );
    if (!("cidrs" in to)) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-ingress`,
        {
          metadata: { namespace: to.namespace, labels: { ...to.labels } },
          spec: ingressSpec(to.podLabels, [podPeer(from)], to.port),
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}

function peersOf(callee: Callee): Peers {
  return "cidrs" in callee ? cidrPeers(callee.cidrs) : [podPeer(callee)];
}
