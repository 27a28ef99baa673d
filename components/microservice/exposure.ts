import type { types } from "@pulumi/kubernetes";
import { contains } from "../network/cidr";
import type { Peer, Peers } from "../network/policy";
import { clusterServiceSpec } from "../network/service";
import { portName } from "./pod-spec";

/** How a service is reached from outside the cluster. Ranges are IPv4, such as `10.244.0.0/16`. */
export type Exposure = NodePortExposure | LoadBalancerExposure;

/** Needs nothing installed in the cluster, so it works with every Minikube driver. */
interface NodePortExposure {
  readonly kind: "nodePort";
  /** Port of every node, 30000 to 32767. */
  readonly port: number;
  /** Ranges of the cluster's own pods, which are not outside and stay shut out. */
  readonly podCidrs: readonly string[];
}

/** Needs a cloud's load balancer that keeps the caller's address. */
interface LoadBalancerExposure {
  readonly kind: "loadBalancer";
  /** Ranges that may call. */
  readonly sourceCidrs: readonly [string, ...string[]];
  /** Ranges of the cluster's own pods, which are not outside and stay shut out. */
  readonly podCidrs: readonly string[];
}

/**
 * The Service, reached inside the cluster on `port`. Outside callers keep their own address
 * (externalTrafficPolicy Local), which is what a NetworkPolicy judges them by.
 */
export function serviceSpec(
  service: string,
  port: number,
  exposure: Exposure | undefined,
): types.input.core.v1.ServiceSpec {
  const servicePort = { name: portName, port, targetPort: portName, protocol: "TCP" };
  const inCluster = clusterServiceSpec(service, servicePort);
  switch (exposure?.kind) {
    case undefined:
      return inCluster;
    case "nodePort":
      return {
        ...inCluster,
        type: "NodePort",
        ports: [{ ...servicePort, nodePort: exposure.port }],
        externalTrafficPolicy: "Local",
      };
    case "loadBalancer":
      return {
        ...inCluster,
        type: "LoadBalancer",
        externalTrafficPolicy: "Local",
        allocateLoadBalancerNodePorts: true,
        loadBalancerSourceRanges: [...exposure.sourceCidrs],
      };
  }
}

/** Who may call an exposed service: its outside sources, and never the cluster's own pods. */
export function outsidePeers(exposure: Exposure): Peers {
  const peer = (cidr: string): Peer => {
    const except = exposure.podCidrs.filter((podCidr) => contains(cidr, podCidr));
    return { ipBlock: except.length === 0 ? { cidr } : { cidr, except } };
  };
  if (exposure.kind === "nodePort") {
    return [peer("0.0.0.0/0")];
  }
  const [first, ...others] = exposure.sourceCidrs;
  return [peer(first), ...others.map(peer)];
}
