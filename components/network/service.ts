import type { types } from "@pulumi/kubernetes";
import { selectorLabels } from "../labels";

type ServiceSpec = types.input.core.v1.ServiceSpec;
type ServicePort = types.input.core.v1.ServicePort;

/** One address inside the cluster, for all pods of a service and for whoever calls. */
export function clusterServiceSpec(service: string, port: ServicePort): ServiceSpec {
  return {
    type: "ClusterIP",
    selector: selectorLabels(service),
    ports: [port],
    sessionAffinity: "None",
    internalTrafficPolicy: "Cluster",
  };
}
