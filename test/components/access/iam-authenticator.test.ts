import { authenticatorConfig, authenticatorImage } from "../../../components/access/authenticator";
import { IamAuthenticator } from "../../../components/access/iam-authenticator";
import {
  mappingFile,
  type MappedRole,
  teamIdentity,
} from "../../../components/access/identity-mapping";
import { record, type Registered } from "../recorder";

const role = (roleId: string): MappedRole => ({
  ...teamIdentity("payments"),
  roleArn: "arn:aws:iam::123456789012:role/shop-team-payments",
  roleId,
});

async function make(...roles: MappedRole[]) {
  const { registered } = await record(
    () => new IamAuthenticator("authenticator", { clusterId: "shop", roles }),
  );
  return (type: string): Registered["inputs"] =>
    registered.find((one) => one.type === type)?.inputs ?? {};
}

const labels = {
  "app.kubernetes.io/name": "aws-iam-authenticator",
  "app.kubernetes.io/part-of": "sre-challenge",
  "app.kubernetes.io/managed-by": "pulumi",
  team: "platform",
};
const metadata = { name: "aws-iam-authenticator", namespace: "kube-system", labels };

test("maps by the role's unique id, for the cluster's id alone, on the node's loopback", async () => {
  const inputs = await make(role("AROAONE"));
  const { metadata: of, data } = inputs("kubernetes:core/v1:ConfigMap") as {
    metadata: unknown;
    data: Record<string, string>;
  };
  expect(of).toEqual(metadata);
  expect(data["mappings.json"]).toBe(mappingFile([role("AROAONE")]));
  expect(JSON.parse(data["config.yaml"] ?? "")).toEqual({
    clusterID: "shop",
    server: {
      address: "127.0.0.1",
      port: 21362,
      dynamicfilepath: "/etc/aws-iam-authenticator/mappings.json",
      dynamicfileUserIDStrict: true,
    },
  });
});

test("runs beside the API server, with no more rights than that takes", async () => {
  const inputs = await make(role("AROAONE"));
  const healthy = {
    httpGet: { scheme: "HTTPS", host: "127.0.0.1", port: 21362, path: "/healthz" },
  };
  expect(inputs("kubernetes:apps/v1:DaemonSet")).toMatchObject({
    metadata,
    spec: {
      selector: { matchLabels: { "app.kubernetes.io/name": "aws-iam-authenticator" } },
      updateStrategy: { type: "RollingUpdate" },
      revisionHistoryLimit: 3,
    },
  });
  const { template } = inputs("kubernetes:apps/v1:DaemonSet").spec as { template: unknown };
  expect(template).toEqual({
    metadata: {
      labels,
      annotations: {
        "sre-challenge/config-hash": expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    },
    spec: {
      serviceAccountName: "aws-iam-authenticator",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      hostNetwork: true,
      nodeSelector: { "node-role.kubernetes.io/control-plane": "" },
      tolerations: [
        { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
        { key: "CriticalAddonsOnly", operator: "Exists" },
      ],
      priorityClassName: "system-node-critical",
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10000,
        runAsGroup: 10000,
        fsGroup: 10000,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "aws-iam-authenticator",
          image: authenticatorImage,
          imagePullPolicy: "IfNotPresent",
          args: [
            "server",
            "--config=/etc/aws-iam-authenticator/config.yaml",
            "--backend-mode=DynamicFile",
            "--kubeconfig-pregenerated=true",
            "--state-dir=/var/aws-iam-authenticator",
          ],
          env: [{ name: "AWS_EC2_METADATA_DISABLED", value: "true" }],
          resources: {
            requests: { cpu: "15m", memory: "32Mi", "ephemeral-storage": "16Mi" },
            limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "64Mi" },
          },
          securityContext: {
            privileged: false,
            allowPrivilegeEscalation: false,
            runAsNonRoot: true,
            seccompProfile: { type: "RuntimeDefault" },
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          livenessProbe: { ...healthy, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
          readinessProbe: { ...healthy, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
          volumeMounts: [
            { name: "config", mountPath: "/etc/aws-iam-authenticator", readOnly: true },
            { name: "certificate", mountPath: "/var/aws-iam-authenticator", readOnly: true },
            { name: "certificate-authorities", mountPath: "/etc/ssl/certs", readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: "config", configMap: { name: "aws-iam-authenticator" } },
        {
          name: "certificate",
          hostPath: { path: "/var/lib/minikube/certs/aws-iam-authenticator", type: "Directory" },
        },
        {
          name: "certificate-authorities",
          hostPath: { path: "/etc/ssl/certs", type: "Directory" },
        },
      ],
    },
  });
});

test("has a service account without a token and without rights", async () => {
  const inputs = await make(role("AROAONE"));
  expect(inputs("kubernetes:core/v1:ServiceAccount")).toMatchObject({
    metadata,
    automountServiceAccountToken: false,
  });
});

test("is rolled when a role was made anew, and by nothing else", async () => {
  const hashOf = async (...roles: MappedRole[]) => {
    const { template } = (await make(...roles))("kubernetes:apps/v1:DaemonSet").spec as {
      template: { metadata: { annotations: Record<string, string> } };
    };
    return template.metadata.annotations["sre-challenge/config-hash"];
  };
  const first = await hashOf(role("AROAONE"));
  expect(await hashOf(role("AROAONE"))).toBe(first);
  expect(await hashOf(role("AROATWO"))).not.toBe(first);
  expect(await hashOf()).not.toBe(first);
});

test("no id of a cluster can add a line to the configuration", () => {
  const config = authenticatorConfig('shop\nserver: {"x": 1}', "")["config.yaml"];
  expect(JSON.parse(config)).toMatchObject({ clusterID: 'shop\nserver: {"x": 1}' });
});

test("the image is of the program's version that the mapping was written for", () => {
  expect(authenticatorImage).toMatch(/\/aws-iam-authenticator:v0\.6\.13(-|$)/);
});
