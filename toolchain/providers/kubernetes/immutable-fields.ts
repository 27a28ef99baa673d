import {
  PropertyChange,
  PropertyMap,
  PropertyPath,
  PropertyValue,
  isList,
  isMap,
} from "../property-diff";
import type { ObjectType } from "./token";

/** Fields that the API server refuses to change; `*` stands for each key or index. */
interface ImmutableFields {
  readonly fields: readonly string[];
  /** Parts of `fields` that may change all the same. */
  readonly except?: readonly string[];
}

const identity = ["metadata.name", "metadata.namespace"];

const volumeSources = [
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker",
  "gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume",
  "quobyte rbd scaleIO storageos vsphereVolume",
].flatMap((line) => line.split(" ").map((source) => `spec.${source}`));

const byKind: Readonly<Record<string, ImmutableFields>> = {
  "apps/DaemonSet": { fields: ["spec.selector"] },
  "apps/Deployment": { fields: ["spec.selector"] },
  "apps/ReplicaSet": { fields: ["spec.selector"] },
  "apps/StatefulSet": {
    fields: [
      "spec.selector",
      "spec.serviceName",
      "spec.podManagementPolicy",
      "spec.volumeClaimTemplates",
    ],
  },
  "batch/Job": {
    fields: ["spec.selector", "spec.template", "spec.completions", "spec.completionMode"],
  },
  "rbac.authorization.k8s.io/ClusterRoleBinding": { fields: ["roleRef"] },
  "rbac.authorization.k8s.io/RoleBinding": { fields: ["roleRef"] },
  "scheduling.k8s.io/PriorityClass": { fields: ["value", "preemptionPolicy"] },
  "storage.k8s.io/StorageClass": {
    fields: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
  },
  "/PersistentVolume": { fields: volumeSources },
  "/PersistentVolumeClaim": {
    fields: ["spec"],
    except: ["spec.resources.requests", "spec.volumeAttributesClassName"],
  },
  "/Pod": {
    fields: ["spec"],
    except: [
      "spec.containers.*.image",
      "spec.initContainers.*.image",
      "spec.activeDeadlineSeconds",
      "spec.tolerations",
    ],
  },
  "/ResourceQuota": { fields: ["spec.scopes"] },
  "/Service": { fields: ["spec.clusterIP"] },
};

export interface MutableData {
  readonly configMaps: boolean;
  readonly secrets: boolean;
}

/**
 * The fields of an object that only a replacement can change. New data makes a new ConfigMap or
 * Secret, as with the official provider, unless the provider's configuration lets it be mutated
 * and the object does not itself forbid that.
 */
export function immutableFields(
  { group, kind }: ObjectType,
  olds: PropertyMap,
  mutable: MutableData,
): ImmutableFields {
  const data = ["data", "binaryData", "stringData", "immutable"];
  const frozen = olds.immutable === true;
  if (group === "" && kind === "ConfigMap") {
    return { fields: [...identity, ...(frozen || !mutable.configMaps ? data : [])] };
  }
  if (group === "" && kind === "Secret") {
    return { fields: [...identity, "type", ...(frozen || !mutable.secrets ? data : [])] };
  }
  const { fields = [], except = [] } = byKind[`${group}/${kind}`] ?? {};
  return { fields: [...identity, ...fields], except };
}

/**
 * Whether a change touches an immutable field: the field itself, a part of it, or a whole that
 * had or gets it.
 */
export function touchesImmutable(
  change: PropertyChange,
  { fields, except = [] }: ImmutableFields,
  olds: PropertyMap,
  news: PropertyMap,
): boolean {
  if (except.some((field) => startsWith(change.path, field.split(".")))) return false;
  return fields.some((field) => {
    const steps = field.split(".");
    if (startsWith(change.path, steps)) return true;
    const isWhole = startsWith(steps, change.path.map(String));
    return isWhole && (valueAt(olds, steps) ?? valueAt(news, steps)) !== undefined;
  });
}

function startsWith(path: PropertyPath, prefix: readonly string[]): boolean {
  return prefix.every((step, index) => {
    const actual = path[index];
    return actual !== undefined && (step === "*" || step === String(actual));
  });
}

function valueAt(
  value: PropertyValue | undefined,
  path: readonly string[],
): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>((current, step) => {
    if (isMap(current)) return current[step];
    return isList(current) ? current[Number(step)] : undefined;
  }, value);
}
