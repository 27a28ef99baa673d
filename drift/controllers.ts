import { type ClusterObject, nameOf, textOf, uidOf } from "./cluster-object";
import { withClusterOwned } from "./cluster-owned";
import { stated } from "./compared";
import { type Difference, differences } from "./difference";
import { endpointsFault, sliceFault } from "./endpoints";
import type { Inventory } from "./inventory";
import { type Json, type JsonObject, listIn, objectIn, textsIn, valueAt } from "./json";
import { podFaults, templateFaults } from "./pod-template";
import type { Program } from "./program";

/** What is wrong with an object that a controller is said to have made; nothing, if it did. */
export interface Made {
  readonly reason?: string;
  readonly fields: readonly Difference[];
}

const right: Made = { fields: [] };

interface Scene {
  readonly inventory: Inventory;
  readonly program: Program;
}

type Judge = (object: ClusterObject, owner: ClusterObject, scene: Scene) => Made;

const template = (object: ClusterObject) => valueAt(object.spec, ["template"]);
const because = (reason: string | undefined): Made =>
  reason === undefined ? right : { reason, fields: [] };

/** Which controllers make which objects, by the kind and by that of the owner that they name. */
const byOwner: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  ReplicaSet: { Deployment: replicaSet },
  Pod: { ReplicaSet: pod, StatefulSet: statefulPod, DaemonSet: pod, Job: pod },
  Job: { CronJob: job },
  ControllerRevision: { StatefulSet: () => right, DaemonSet: () => right },
  EndpointSlice: {
    Service: (slice, service, { inventory }) => because(sliceFault(slice, service, inventory)),
  },
};

/** Undefined if no controller makes such an object. */
export function madeByController(object: ClusterObject, scene: Scene): Made | undefined {
  const owner = controllerOf(object, scene.inventory);
  const judge = owner && byOwner[object.kind]?.[owner.kind];
  if (owner !== undefined && judge !== undefined) return judge(object, owner, scene);
  return byName[object.kind]?.(object, scene);
}

/** What controllers make without naming an owner. */
const byName: Readonly<Record<string, (object: ClusterObject, scene: Scene) => Made | undefined>> =
  {
    ConfigMap: rootAuthority,
    Endpoints: (endpoints, { inventory }) => {
      const service = inventory.get({ ...nameOf(endpoints), kind: "Service" });
      return service && because(endpointsFault(endpoints, service, inventory));
    },
    PersistentVolumeClaim: claim,
    ServiceAccount: defaultAccount,
  };

/** The object that an owner reference means, if it is there and is that very one. */
function controllerOf(object: ClusterObject, inventory: Inventory): ClusterObject | undefined {
  const reference = listIn(object.metadata.ownerReferences).find(
    (one) => valueAt(one, ["controller"]) === true,
  );
  const owner = inventory.withUid(textOf(valueAt(reference, ["uid"])));
  return owner !== undefined &&
    uidOf(owner) !== "" &&
    owner.kind === valueAt(reference, ["kind"]) &&
    owner.metadata.name === valueAt(reference, ["name"]) &&
    nameOf(owner).namespace === nameOf(object).namespace
    ? owner
    : undefined;
}

/** Of an older template while it is rolled, or as long as it has no pods. */
function replicaSet(set: ClusterObject, deployment: ClusterObject): Made {
  if (valueAt(set.spec, ["replicas"]) === 0 || isRolling(deployment)) return right;
  return { fields: templateFaults(template(set), template(deployment)) };
}

function isRolling({ metadata, spec, status }: ClusterObject): boolean {
  const { observedGeneration, updatedReplicas = 0, replicas = 0 } = objectIn(status);
  const isUnderWay = observedGeneration !== metadata.generation || updatedReplicas !== replicas;
  return isUnderWay && valueAt(spec, ["paused"]) !== true;
}

function pod(it: ClusterObject, owner: ClusterObject): Made {
  return { fields: podFaults(it, owner, template(owner)) };
}

/** Of an older revision while it is updated. */
function statefulPod(it: ClusterObject, set: ClusterObject): Made {
  const { updateRevision, currentRevision } = objectIn(set.status);
  const revision = textsIn(it.metadata.labels)["controller-revision-hash"];
  const isOld = revision !== updateRevision && revision === currentRevision;
  return isOld ? right : pod(it, set);
}

/** One that has ended may be of an older template. */
function job(it: ClusterObject, cronJob: ClusterObject): Made {
  const ended = listIn(valueAt(it.status, ["conditions"])).some(
    (one) =>
      ["Complete", "Failed"].includes(textOf(valueAt(one, ["type"]))) &&
      valueAt(one, ["status"]) === "True",
  );
  const theirs = valueAt(cronJob.spec, ["jobTemplate", "spec", "template"]);
  return ended ? right : { fields: templateFaults(template(it), theirs) };
}

/** The certificate of the cluster's own authority, which each namespace has. */
function rootAuthority(object: ClusterObject, { inventory }: Scene): Made | undefined {
  const { name } = object.metadata;
  if (name !== "kube-root-ca.crt") return undefined;
  const original = inventory.get({ ...nameOf(object), namespace: "kube-system" });
  return { fields: differences(original?.data ?? {}, object.data ?? {}) };
}

/** The account that each namespace has, to which nothing was given. */
function defaultAccount(object: ClusterObject): Made | undefined {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = nameOf(object);
  if (metadata.name !== "default") return undefined;
  const plain: JsonObject = { apiVersion, kind, metadata: { name, namespace } };
  return { fields: differences(plain, stated(object)) };
}

/** The claim of a StatefulSet's pod, which outlives both. */
function claim(object: ClusterObject, { inventory, program }: Scene): Made | undefined {
  const { apiVersion, kind } = object;
  const { name, namespace } = nameOf(object);
  for (const set of inventory.ofKind("StatefulSet")) {
    if (nameOf(set).namespace !== namespace) continue;
    const templates = listIn(valueAt(set.spec, ["volumeClaimTemplates"]));
    const own = templates.find((one) => isClaimOf(name, one, set));
    if (own === undefined) continue;
    const labels = valueAt(set.spec, ["selector", "matchLabels"]) ?? {};
    const spec = valueAt(own, ["spec"]) ?? {};
    const plain = { apiVersion, kind, metadata: { name, namespace, labels }, spec };
    return {
      fields: differences(withClusterOwned(plain, object, program), stated(object)),
    };
  }
  return undefined;
}

function isClaimOf(name: string, claimTemplate: Json, set: ClusterObject): boolean {
  const start = `${textOf(valueAt(claimTemplate, ["metadata", "name"]))}-${set.metadata.name}-`;
  return name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
}
