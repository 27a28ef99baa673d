import { pathText } from "../../drift/field-path";
import type { JsonObject } from "../../drift/json";
import { podFaults } from "../../drift/pod-template";
import { object } from "./objects";

const template = {
  metadata: { labels: { app: "a" } },
  spec: { containers: [{ name: "c", image: "v1", resources: {} }], serviceAccountName: "a" },
};
const set = object("StatefulSet", "db", {
  spec: { template, volumeClaimTemplates: [{ metadata: { name: "data" } }] },
});
const [container] = template.spec.containers;

const token = {
  name: "kube-api-access-x",
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      { downwardAPI: { items: [{ path: "namespace" }] } },
    ],
  },
};

function faults({ metadata = {}, spec = {} }: { metadata?: JsonObject; spec?: JsonObject }) {
  const { labels = {}, ...others } = metadata;
  const pod = object("Pod", "db-0", {
    metadata: { ...others, labels: { app: "a", ...(labels as JsonObject) } },
    spec: { ...template.spec, ...spec },
  });
  return podFaults(pod, set, template).map(({ path }) => pathText(path));
}

test("a pod as the cluster makes it", () => {
  const claim = { name: "data", persistentVolumeClaim: { claimName: "data-db-0" } };
  const pod = {
    metadata: {
      labels: { "controller-revision-hash": "1", "batch.kubernetes.io/job-name": "j" },
      annotations: { "example.com/plugin": "anything" },
      finalizers: ["batch.kubernetes.io/job-tracking"],
    },
    spec: {
      nodeName: "n",
      priority: 0,
      enableServiceLinks: true,
      hostname: "db-0",
      subdomain: "db",
      tolerations: [{ key: "node.kubernetes.io/not-ready" }],
      volumes: [token, claim],
      containers: [
        {
          ...container,
          resources: { limits: { cpu: "1" } },
          volumeMounts: [{ mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }],
        },
      ],
    },
  };
  expect(faults(pod)).toEqual([]);
});

test.each<[string, { metadata?: JsonObject; spec?: JsonObject }, string]>([
  [
    "a shell beside it",
    { spec: { ephemeralContainers: [{ name: "sh" }] } },
    "spec.ephemeralContainers",
  ],
  [
    "another image",
    { spec: { containers: [{ ...container, image: "v2" }] } },
    "spec.containers[name=c].image",
  ],
  [
    "another container",
    { spec: { containers: [...template.spec.containers, { name: "x" }] } },
    "spec.containers[name=x]",
  ],
  ["the node's network", { spec: { hostNetwork: true } }, "spec.hostNetwork"],
  ["another account", { spec: { serviceAccountName: "default" } }, "spec.serviceAccountName"],
  ["a label more", { metadata: { labels: { team: "x" } } }, "metadata.labels.team"],
  ["another label", { metadata: { labels: { app: "b" } } }, "metadata.labels.app"],
  ["a finalizer", { metadata: { finalizers: ["example.com/stay"] } }, "metadata.finalizers"],
  ["a toleration", { spec: { tolerations: [{ key: "a" }] } }, "spec.tolerations"],
  ["a Secret", { spec: { volumes: [{ name: "s", secret: { secretName: "s" } }] } }, "spec.volumes"],
  [
    "a Secret by the token's name",
    { spec: { volumes: [{ name: token.name, secret: { secretName: "s" } }] } },
    "spec.volumes",
  ],
  [
    "a Secret beside the token",
    {
      spec: {
        volumes: [{ name: token.name, projected: { sources: [{ secret: { name: "s" } }] } }],
      },
    },
    "spec.volumes",
  ],
  [
    "another cluster's token",
    {
      spec: {
        volumes: [
          {
            name: token.name,
            projected: { sources: [{ serviceAccountToken: { audience: "x" } }] },
          },
        ],
      },
    },
    "spec.volumes",
  ],
  [
    "another's claim",
    { spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data-x-0" } }] } },
    "spec.volumes",
  ],
])("a pod with %s", (_, change, field) => {
  expect(faults(change)).toEqual([field]);
});

test("a token where the template takes none", () => {
  const spec = { ...template.spec, automountServiceAccountToken: false };
  const owner = object("Deployment", "d", { spec: { template: { ...template, spec } } });
  const pod = object("Pod", "p", {
    metadata: { labels: { app: "a" } },
    spec: { ...spec, volumes: [token] },
  });
  expect(podFaults(pod, owner, { ...template, spec }).map(({ path }) => pathText(path))).toEqual([
    "spec.volumes",
  ]);
});
