import { groupOf } from "./cluster-object";
import type { ServedKind } from "./served";

/** Kinds in which nothing can stand that grants, opens or runs, each with the reason. */
const kinds: readonly (readonly [kind: string, group: string, reason: string])[] = [
  ["Event", "", "is a report"],
  ["Event", "events.k8s.io", "is a report"],
  ["ComponentStatus", "", "is a report"],
  ["NodeMetrics", "metrics.k8s.io", "is a report"],
  ["PodMetrics", "metrics.k8s.io", "is a report"],
  ["Lease", "coordination.k8s.io", "says who leads; controllers write it all the time"],
  ["Node", "", "is the cluster's own; kubelets write it all the time"],
  ["CSINode", "storage.k8s.io", "is written by kubelets"],
  ["CSIStorageCapacity", "storage.k8s.io", "is a report of storage drivers"],
  ["PersistentVolume", "", "is made for a claim, by the cluster's own provisioner"],
  ["VolumeAttachment", "storage.k8s.io", "is made for a pod, by the cluster's own controller"],
  ["ResourceSlice", "resource.k8s.io", "is a report of device drivers"],
  ["IPAddress", "networking.k8s.io", "is made for a Service, by the API server"],
  [
    "CustomResourceDefinition",
    "apiextensions.k8s.io",
    "grants nothing; what it brings is looked at",
  ],
  ["PodTemplate", "", "runs nothing by itself"],
  ["FlowSchema", "flowcontrol.apiserver.k8s.io", "says who waits for whom at the API server"],
  ["PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io", "says the same"],
  ["ServiceCIDR", "networking.k8s.io", "is a range of Services' addresses"],
  ["IngressClass", "networking.k8s.io", "opens nothing without an Ingress"],
  ["RuntimeClass", "node.k8s.io", "runs nothing without a pod that names it"],
  ["DeviceClass", "resource.k8s.io", "gives nothing without a pod that names it"],
  ["StorageClass", "storage.k8s.io", "gives nothing without a claim that names it"],
  ["VolumeAttributesClass", "storage.k8s.io", "gives nothing without a claim that names it"],
  ["CSIDriver", "storage.k8s.io", "gives nothing without a pod that names it"],
];

/** Whether objects of a kind are none of drift's business. */
export function notLookedAt({ apiVersion, kind }: ServedKind): boolean {
  return kinds.some(([name, group]) => name === kind && group === groupOf(apiVersion));
}
