import { connect } from "../../cluster/connection";
import { concerns } from "../concerns";
import { type ClusterObject, keyOf, nameOf } from "../cluster-object";
import { takeInventory } from "../inventory";
import { canonical, textsIn } from "../json";
import { Program } from "../program";
import { meaning } from "./new-cluster";

// Prints objects.jsonl, for a cluster on which nothing was put yet: a line for each object that is
// looked at, with the reason why it is there. For a new version of Kubernetes:
// node --require tsx/cjs drift/new-cluster/record.ts > objects.jsonl

async function main(): Promise<void> {
  const { client } = await connect(new AbortController().signal);
  try {
    const { objects } = await takeInventory(client);
    const nothing = new Program([]);
    const lines = objects
      .filter((object) => concerns(object, nothing))
      .map((object) => ({
        // Rules in the order in which a repair puts them back.
        object: {
          ...meaning(object),
          ...(object.rules !== undefined && { rules: object.rules }),
        },
        reason: reasonOf(object),
        key: keyOf(nameOf(object)),
      }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ object, reason }) => canonical({ reason, object }));
    console.log(lines.join("\n"));
  } finally {
    client.close();
  }
}

function reasonOf({ kind, metadata }: ClusterObject): string {
  if (textsIn(metadata.labels)["kubernetes.io/bootstrapping"] !== undefined) {
    return "the API server makes it when it starts";
  }
  if (kind === "PriorityClass") return "the API server makes it when it starts";
  if (/^kubeadm:|^kube-proxy$|^system:coredns$/.test(metadata.name))
    return "kubeadm, which makes the cluster";
  if (metadata.name === "kube-router") return "the network plugin of the node";
  if (metadata.name === "local-path-provisioner") return "the provisioner of volumes";
  if (metadata.name.includes("metrics")) return "what measures usage, for the autoscalers";
  return "Minikube";
}

void main();
