import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { containerSize } from "../container-size";
import { selectorLabels, serviceLabels } from "../labels";
import { restrictedContainer, restrictedPod } from "../restricted";

/** On laptops the image of EKS Distro; elsewhere one of the same name and program. */
export const authenticatorImage =
  "public.ecr.aws/eks-distro/kubernetes-sigs/aws-iam-authenticator:v0.6.13-eks-1-28-11";

/** Name of all that belongs to it, in `kube-system`. */
export const authenticatorName = "aws-iam-authenticator";

/** Owns the key of its certificate, which lies on the node. */
const user = 10000;
/** The API server's webhook calls it here. */
const port = 21362;
const configPath = "/etc/aws-iam-authenticator";
const configFile = "config.yaml";
const mappingFile = "mappings.json";
const certificatePath = "/var/aws-iam-authenticator";

/** What its ConfigMap holds. */
export function authenticatorConfig(clusterId: string, mappings: string) {
  const config = {
    clusterID: clusterId,
    server: {
      address: "127.0.0.1",
      port,
      dynamicfilepath: `${configPath}/${mappingFile}`,
      // By the role's unique id alone: a role of the same ARN that was made later is another one.
      dynamicfileUserIDStrict: true,
    },
  };
  // JSON is YAML.
  return { [configFile]: `${JSON.stringify(config, null, 2)}\n`, [mappingFile]: mappings };
}

export interface AuthenticatorPod {
  readonly serviceAccount: pulumi.Input<string>;
  /** Name of the ConfigMap. */
  readonly config: pulumi.Input<string>;
  /** Changes with what the ConfigMap holds. */
  readonly configHash: pulumi.Input<string>;
}

/** One on each node that runs an API server. */
export function authenticatorSpec(pod: AuthenticatorPod): types.input.apps.v1.DaemonSetSpec {
  return {
    selector: { matchLabels: selectorLabels(authenticatorName) },
    updateStrategy: { type: "RollingUpdate" },
    revisionHistoryLimit: 3,
    template: {
      metadata: {
        labels: serviceLabels(authenticatorName, "platform"),
        annotations: { "sre-challenge/config-hash": pod.configHash },
      },
      spec: {
        serviceAccountName: pod.serviceAccount,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // The API server calls its own node's loopback, before there is a pod network too.
        hostNetwork: true,
        nodeSelector: { "node-role.kubernetes.io/control-plane": "" },
        tolerations: [
          {
            key: "node-role.kubernetes.io/control-plane",
            operator: "Exists",
            effect: "NoSchedule",
          },
          { key: "CriticalAddonsOnly", operator: "Exists" },
        ],
        priorityClassName: "system-node-critical",
        // It goes on serving after SIGTERM, until it is killed.
        terminationGracePeriodSeconds: 1,
        securityContext: restrictedPod(user),
        containers: [container()],
        volumes: [
          { name: "config", configMap: { name: pod.config } },
          // Made before the API server, which has to trust it: never here.
          nodeFolder("certificate", "/var/lib/minikube/certs/aws-iam-authenticator"),
          nodeFolder("certificate-authorities", "/etc/ssl/certs"),
        ],
      },
    },
  };
}

function container(): types.input.core.v1.Container {
  const healthy = { httpGet: { scheme: "HTTPS", host: "127.0.0.1", port, path: "/healthz" } };
  return {
    name: authenticatorName,
    image: authenticatorImage,
    imagePullPolicy: "IfNotPresent",
    args: [
      "server",
      `--config=${configPath}/${configFile}`,
      "--backend-mode=DynamicFile",
      "--kubeconfig-pregenerated=true",
      `--state-dir=${certificatePath}`,
    ],
    // It looks for its region and credentials, needs neither, and would wait for their answer.
    env: [{ name: "AWS_EC2_METADATA_DISABLED", value: "true" }],
    resources: containerSize,
    securityContext: restrictedContainer,
    livenessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...healthy, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    volumeMounts: [
      { name: "config", mountPath: configPath, readOnly: true },
      { name: "certificate", mountPath: certificatePath, readOnly: true },
      { name: "certificate-authorities", mountPath: "/etc/ssl/certs", readOnly: true },
    ],
  };
}

function nodeFolder(name: string, path: string): types.input.core.v1.Volume {
  return { name, hostPath: { path, type: "Directory" } };
}
