import { admission, any, write } from "../rights";
import { docs, risks } from "../sources";
import type { Way } from "./way";

/** By what the control plane and the nodes go by. */
export const controlPlaneWays: readonly Way[] = [
  {
    name: "a webhook that sees and changes each object",
    rights: [
      any(
        write,
        `mutatingwebhookconfigurations.${admission}`,
        `validatingwebhookconfigurations.${admission}`,
      ),
    ],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#control-admission-webhooks`,
  },
  {
    name: "a policy that changes each object",
    rights: [
      any(
        write,
        `mutatingadmissionpolicies.${admission}`,
        `mutatingadmissionpolicybindings.${admission}`,
      ),
    ],
    place: "the cluster",
    gain: "system:masters",
    source: `${docs}/reference/access-authn-authz/mutating-admission-policy/`,
  },
  {
    name: "the kubelet's API",
    rights: [any(["get", "create"], "nodes/proxy")],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#access-to-proxy-subresource-of-nodes`,
  },
  {
    name: "a node that draws pods to itself",
    rights: [any(write, "nodes", "nodes/status")],
    place: "the cluster",
    gain: "a node",
    source: `${docs}/reference/access-authn-authz/node/`,
  },
  {
    name: "a volume with the node's disk",
    rights: [any(write, "persistentvolumes")],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#persistent-volume-creation`,
  },
  {
    name: "an API server of one's own behind the cluster's",
    rights: [any(write, "apiservices.apiregistration.k8s.io")],
    place: "the cluster",
    gain: "system:masters",
    source: `${docs}/tasks/extend-kubernetes/configure-aggregation-layer/`,
  },
];
