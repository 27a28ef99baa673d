import { claimTemplates } from "./claims";
import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import { withClusterOwned } from "./cluster-owned";
import { stated } from "./compared";
import { type Difference, differences } from "./difference";
import { endpointsFault, sliceFault } from "./endpoints";
import type { Inventory } from "./inventory";
import { listIn, objectIn, textsIn, valueAt } from "./json";
import { deletedAndStays, isDeleted } from "./leaving";
import { podFaults, templateFaults } from "./pod-template";
import type { Program } from "./program";

/** What is wrong with an object that a controller is said to have made: fields, or why it is not its. */
export type Faults = readonly Difference[] | string;

interface Scene {
  readonly inventory: Inventory;
  readonly program: Program;
}

type Judge = (object: ClusterObject, owner: ClusterObject, scene: Scene) => Faults;

const right: Faults = [];
const template = ({ spec }: ClusterObject) => valueAt(spec, ["template"]);
const pod: Judge = (it, owner) => podFaults(it, owner, template(owner));
const hasCondition = ({ status }: ClusterObject, type: string, wanted: string) =>
  listIn(valueAt(status, ["conditions"]))
    .map(textsIn)
    .some((condition) => condition.type === type && condition.status === wanted);

/** Which controllers make which objects, by the kind and by that of the owner that they name. */
const byOwner: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  ReplicaSet: { Deployment: replicaSet },
  Pod: { ReplicaSet: replicaSetPod, StatefulSet: statefulPod, DaemonSet: pod, Job: jobPod },
  Job: { CronJob: job },
  ControllerRevision: { StatefulSet: () => right, DaemonSet: () => right },
  EndpointSlice: {
    Service: (slice, service, { inventory }) => sliceFault(slice, service, inventory) ?? right,
  },
};

/** What controllers make without naming an owner. */
const byName: Readonly<
  Record<string, (object: ClusterObject, scene: Scene) => Faults | undefined>
> = {
  ConfigMap: rootAuthority,
  Endpoints: (endpoints, { inventory }) => {
    const service = inventory.get({ ...nameOf(endpoints), kind: "Service" });
    return service && (endpointsFault(endpoints, service, inventory) ?? right);
  },
  PersistentVolumeClaim: claim,
  ServiceAccount: defaultAccount,
};

/** Undefined if no controller makes such an object. It is none that is about to go. */
export function madeByController(object: ClusterObject, scene: Scene): Faults | undefined {
  const owner = controllerOf(object, scene.inventory);
  const judge = owner && byOwner[object.kind]?.[owner.kind];
  if (owner !== undefined && judge !== undefined) {
    return isDeleted(object) ? deletedAndStays : judge(object, owner, scene);
  }
  return byName[object.kind]?.(object, scene);
}

/** The object that an owner reference means, if it is there and is that very one. */
function controllerOf(object: ClusterObject, inventory: Inventory): ClusterObject | undefined {
  const reference = listIn(object.metadata.ownerReferences).find(
    (one) => valueAt(one, ["controller"]) === true,
  );
  const { kind, name, uid = "" } = textsIn(reference);
  const owner = uid === "" ? undefined : inventory.withUid(uid);
  const isMeant =
    owner?.kind === kind &&
    owner?.metadata.name === name &&
    owner?.metadata.namespace === object.metadata.namespace;
  return isMeant ? owner : undefined;
}

/** Of an older template while it is rolled, or as long as it has no pods. */
function replicaSet(set: ClusterObject, deployment: ClusterObject): Faults {
  const isOld = valueAt(set.spec, ["replicas"]) === 0 || isRolling(deployment);
  return isOld ? right : templateFaults(template(set), template(deployment));
}

/** One that makes no progress within its deadline is not rolled any more. */
function isRolling(deployment: ClusterObject): boolean {
  const { metadata, spec, status } = deployment;
  const { observedGeneration, updatedReplicas = 0, replicas = 0 } = objectIn(status);
  if (hasCondition(deployment, "Progressing", "False")) return false;
  const isUnderWay = observedGeneration !== metadata.generation || updatedReplicas !== replicas;
  return isUnderWay && valueAt(spec, ["paused"]) !== true;
}

/** Of an older template only while it is rolled; what stays after that is nobody's. */
function replicaSetPod(it: ClusterObject, set: ClusterObject, { inventory }: Scene): Faults {
  const faults = podFaults(it, set, template(set));
  const deployment = controllerOf(set, inventory);
  if (faults.length > 0 || deployment === undefined || isRolling(deployment)) return faults;
  return templateFaults(template(set), template(deployment));
}

/** Of an older revision while it is updated, and until its controller has seen a change. */
function statefulPod(it: ClusterObject, set: ClusterObject, scene: Scene): Faults {
  const { observedGeneration, updateRevision, currentRevision } = objectIn(set.status);
  const revision = textsIn(it.metadata.labels)["controller-revision-hash"];
  const isUpdated = observedGeneration !== set.metadata.generation || updateRevision !== revision;
  const isOld = isUpdated && revision === currentRevision;
  return isOld ? right : pod(it, set, scene);
}

/** One that has ended may be of an older template. */
function job(it: ClusterObject, cronJob: ClusterObject): Faults {
  const theirs = valueAt(cronJob.spec, ["jobTemplate", "spec", "template"]);
  return hasEnded(it) ? right : templateFaults(template(it), theirs);
}

function hasEnded(it: ClusterObject): boolean {
  return ["Complete", "Failed"].some((type) => hasCondition(it, type, "True"));
}

/** Its controller looks no more at a Job that has ended, nor at who runs in its name. */
function jobPod(it: ClusterObject, owner: ClusterObject): Faults {
  const runs = !["Succeeded", "Failed"].includes(textOf(valueAt(it.status, ["phase"])));
  return hasEnded(owner) && runs
    ? "runs, and its Job has ended"
    : podFaults(it, owner, template(owner));
}

/** The certificate of the cluster's own authority, which each namespace has. */
function rootAuthority(object: ClusterObject, { inventory }: Scene): Faults | undefined {
  if (object.metadata.name !== "kube-root-ca.crt") return undefined;
  const original = inventory.get({ ...nameOf(object), namespace: "kube-system" });
  return differences(original?.data ?? {}, object.data ?? {});
}

/** The account that each namespace has, to which nothing was given. */
function defaultAccount(object: ClusterObject): Faults | undefined {
  const { apiVersion, kind } = object;
  const { name, namespace } = nameOf(object);
  if (name !== "default") return undefined;
  return differences({ apiVersion, kind, metadata: { name, namespace } }, stated(object));
}

/** The claim of a StatefulSet's pod, which outlives both. */
function claim(object: ClusterObject, { inventory, program }: Scene): Faults | undefined {
  const { apiVersion, kind } = object;
  const { name, namespace } = nameOf(object);
  for (const set of inventory.ofKind("StatefulSet")) {
    const own = claimTemplates(set).find(
      ({ prefix }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)),
    );
    if (own === undefined || nameOf(set).namespace !== namespace) continue;
    const labels = valueAt(set.spec, ["selector", "matchLabels"]) ?? {};
    const plain = { apiVersion, kind, metadata: { name, namespace, labels }, spec: own.spec };
    return differences(withClusterOwned(plain, object, program), stated(object));
  }
  return undefined;
}
