import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { containerSize } from "../container-size";
import { programLabels, selectorLabels } from "../labels";
import { restrictedContainer } from "../restricted";
import { teamPod } from "../team-pod";
import { keysCopier } from "./copier";

/** User and group that the copier runs as; its Dockerfile's `USER` says the same. */
const copierUser = 65532;

/** Where every client in a cluster looks for its credentials. */
const credentialsPath = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface Copier {
  readonly serviceAccount: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** Whose keys they have to be. */
  readonly issuer: string;
  /** Those with a ConfigMap to write. */
  readonly namespaces: readonly pulumi.Input<string>[];
}

/** Nobody gets in; out goes what asks an API server, which on Minikube listens at 8443. */
export const apiServerEgressSpec: types.input.networking.v1.NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
  egress: [
    {
      to: [{ ipBlock: { cidr: "0.0.0.0/0" } }],
      ports: [443, 8443].map((port) => ({ protocol: "TCP", port })),
    },
  ],
};

/** Copies the keys before it is ready, and every minute after that. */
export function deploymentSpec(copier: Copier): types.input.apps.v1.DeploymentSpec {
  return {
    replicas: 1,
    selector: { matchLabels: selectorLabels(keysCopier) },
    progressDeadlineSeconds: 180,
    revisionHistoryLimit: 3,
    template: {
      metadata: { labels: { ...selectorLabels(keysCopier), ...programLabels } },
      spec: {
        ...teamPod(copier.serviceAccount, copierUser),
        initContainers: [container(copier, "first", "once")],
        containers: [container(copier, keysCopier, "forever")],
        volumes: [credentials],
      },
    },
  };
}

function container(
  { image, issuer, namespaces }: Copier,
  name: string,
  how: "once" | "forever",
): types.input.core.v1.Container {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    args: [how],
    env: [
      { name: "KEYS_ISSUER", value: issuer },
      {
        name: "KEYS_NAMESPACES",
        value: pulumi.all([...namespaces]).apply((all) => all.join(",")),
      },
      { name: "KEYS_CONFIG_MAP", value: keysCopier },
    ],
    resources: containerSize,
    securityContext: restrictedContainer,
    // Its last words are in what `pulumi up` says.
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [{ name: "credentials", mountPath: credentialsPath, readOnly: true }],
  };
}

/** A token for the API server that ends soon, in this pod alone. */
const credentials: types.input.core.v1.Volume = {
  name: "credentials",
  projected: {
    defaultMode: 0o440,
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: 600 } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
  },
};
