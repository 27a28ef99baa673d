import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Microservice } from "../microservice/microservice";
import { egressSpec, ingressSpec, podPeer } from "./policy";

export interface AllowTrafficArgs {
  /** The service that calls. */
  readonly from: Microservice;
  /** The service that is called, on its one port. */
  readonly to: Microservice;
}

/** Lets one service call another: the caller's egress and the callee's ingress. */
export class AllowTraffic extends pulumi.ComponentResource {
  constructor(name: string, args: AllowTrafficArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:AllowTraffic", name, {}, opts);
    const { from, to } = args;

    new k8s.networking.v1.NetworkPolicy(
      `${name}-egress`,
      {
        metadata: { namespace: from.namespace, labels: from.labels },
        spec: egressSpec(from.podLabels, [podPeer(to)], to.port),
      },
      { parent: this },
    );
    new k8s.networking.v1.NetworkPolicy(
      `${name}-ingress`,
      {
        metadata: { namespace: to.namespace, labels: to.labels },
        spec: ingressSpec(to.podLabels, [podPeer(from)], to.port),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
