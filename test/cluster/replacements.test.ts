import { keysNamespace } from "../../components/issuer-keys/copier";
import {
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
} from "../../toolchain/providers/property-diff";
import { secret } from "../../toolchain/providers/rpc/properties";
import { type PluginProcess, startKubernetesPlugin } from "./kubernetes-plugin";
import { pulumi } from "./preview";

// Which change of which input makes an object anew, by the provider itself.
jest.setTimeout(60_000);

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly external?: boolean;
  readonly protect?: boolean;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

let plugin: PluginProcess;
let objects: readonly Resource[];

beforeAll(async () => {
  plugin = await startKubernetesPlugin("default");
  const state = JSON.parse(pulumi("stack", "export", "--show-secrets"), withSecrets) as {
    deployment: { resources: readonly Resource[] };
  };
  objects = state.deployment.resources.filter(
    ({ type, external }) => type.startsWith("kubernetes:") && external !== true,
  );
});
afterAll(() => plugin.stop());

const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** The state's envelopes as the engine hands them to a provider. */
function withSecrets(_: string, value: PropertyValue): PropertyValue {
  const { plaintext } = Object(value) as { plaintext?: unknown };
  return typeof plaintext === "string" ? secret(JSON.parse(plaintext) as PropertyValue) : value;
}

/** The value with each text and number in it changed, and each truth but `immutable`. */
function changed(value: PropertyValue): PropertyValue {
  if (typeof value === "string") return value === secretMark ? value : `${value}x`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (isList(value)) return value.map(changed);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === "immutable" ? child : changed(child),
    ]),
  );
}

/** Where a change makes the object anew, as paths of two names. */
async function replacing(object: Resource): Promise<string[]> {
  const { type, urn } = object;
  const { apiVersion = "", kind = "", ...stated } = object.inputs;
  const news = { apiVersion, kind, ...(changed(stated) as PropertyMap) };
  const resource = { type, name: urn.split("::").at(-1) ?? "" };
  const diff = await plugin.client.diff(resource, object, news);
  return diff.getReplacesList().map((path) => /^\w+(\.\w+)?/.exec(path)?.[0] ?? path);
}

const moved = ["metadata.name", "metadata.namespace"];
const renamed = ["metadata.name"];
const bound = ["roleRef.apiGroup", "roleRef.kind", "roleRef.name"];

/** What makes an object of a kind anew; kinds that hold data or lead to it are under `kept`. */
const expected = {
  free: {
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": renamed,
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": renamed,
    "apps/v1:Deployment": [...moved, "spec.selector"],
    "autoscaling/v2:HorizontalPodAutoscaler": moved,
    "batch/v1:CronJob": moved,
    "batch/v1:Job": [...moved, "spec.template"],
    "core/v1:ConfigMap": ["data", ...moved],
    "core/v1:LimitRange": moved,
    "core/v1:ResourceQuota": moved,
    "core/v1:Service": moved,
    "core/v1:ServiceAccount": moved,
    "networking.k8s.io/v1:NetworkPolicy": moved,
    "policy/v1:PodDisruptionBudget": moved,
    "rbac.authorization.k8s.io/v1:ClusterRole": renamed,
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": [...renamed, ...bound],
    "rbac.authorization.k8s.io/v1:Role": moved,
    "rbac.authorization.k8s.io/v1:RoleBinding": [...moved, ...bound],
  },
  kept: {
    "apps/v1:StatefulSet": [
      ...moved,
      "spec.podManagementPolicy",
      "spec.revisionHistoryLimit",
      "spec.selector",
      "spec.serviceName",
      "spec.volumeClaimTemplates",
    ],
    "core/v1:Namespace": renamed,
    "core/v1:PersistentVolumeClaim": [...moved, "spec.accessModes"],
    "core/v1:Secret": moved,
  },
};

test("what is made anew by which change is known", async () => {
  const found: Record<string, string[]> = {};
  for (const object of objects) {
    const kind = object.type.replace("kubernetes:", "");
    found[kind] = [...new Set([...(found[kind] ?? []), ...(await replacing(object))])].sort();
  }
  expect(found).toEqual({ ...expected.free, ...expected.kept });
});

test("what holds data, or leads to it, is protected, and nothing else", () => {
  // The namespace of what copies the keys holds nothing.
  const isKept = ({ type, id }: Resource) =>
    type.replace("kubernetes:", "") in expected.kept && id !== keysNamespace;
  const kept = objects.filter(isKept);
  expect(objects.filter(({ protect }) => protect === true)).toEqual(kept);
  expect(kept).not.toEqual([]);
});
