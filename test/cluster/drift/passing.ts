import { kubectl } from "../kubectl";
import type { Named } from "./program";
import { atPayments, jobTemplate, type Stranger } from "./strangers";

// What passes for the work of a controller, or for what a new cluster has.

/** A Job and a slice that name an owner of the program, which did not make them. */
export async function forgedOwners(cronJob: Named, service: Named): Promise<readonly Stranger[]> {
  const reference = async ({ args }: Named) => {
    const { apiVersion, kind, metadata } = JSON.parse(
      await kubectl(["get", ...args, "--output=json"]),
    ) as { apiVersion: string; kind: string; metadata: { name: string; uid: string } };
    return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
  };
  const job = atPayments("batch/v1", "Job", { spec: { suspend: true, template: jobTemplate } });
  const slice = atPayments("discovery.k8s.io/v1", "EndpointSlice", {
    addressType: "IPv4",
    endpoints: [{ addresses: ["192.0.2.3"] }],
    ports: [{ name: "http", port: 8082, protocol: "TCP" }],
  });
  return [
    { ...job, metadata: { ...job.metadata, ownerReferences: [await reference(cronJob)] } },
    {
      ...slice,
      metadata: {
        ...slice.metadata,
        labels: { "kubernetes.io/service-name": "payment-provider" },
        ownerReferences: [await reference(service)],
      },
    },
  ];
}

/** Puts a shell beside the process of a pod; its name as drift shows it. */
export async function openShell(label: string): Promise<string> {
  const selector = `--selector=app.kubernetes.io/name=${label}`;
  const list = ["get", "pods", "--namespace=payments", selector, "--output=name"];
  const [pod = ""] = (await kubectl(list)).split("\n");
  const shell = ["--image=localhost:30500/none", "--profile=restricted", "--container=drift-test"];
  await kubectl(["debug", pod, "--namespace=payments", ...shell, "--", "sh"]);
  return pod.replace("pod/", "Pod/payments/");
}

/** Gives everybody more than a new cluster does; the objects as drift shows them. */
export async function widenNewCluster(): Promise<readonly string[]> {
  const add = (path: string, value: object) => [
    "--type=json",
    `--patch=${JSON.stringify([{ op: "add", path, value }])}`,
  ];
  const rule = { apiGroups: [""], resources: ["secrets"], verbs: ["get"] };
  const nobody = {
    apiGroup: "rbac.authorization.k8s.io",
    kind: "Group",
    name: "system:unauthenticated",
  };
  await kubectl(["patch", "clusterrole", "system:basic-user", ...add("/rules/-", rule)]);
  await kubectl(["patch", "clusterrolebinding", "system:discovery", ...add("/subjects/-", nobody)]);
  return ["ClusterRole/system:basic-user rules[", "ClusterRoleBinding/system:discovery subjects["];
}
