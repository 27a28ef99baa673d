import { type ClusterObject, textOf } from "./cluster-object";
import { type Difference, differences } from "./difference";
import { fieldsOf } from "./field-path";
import { isJsonList, type Json, type JsonObject, listIn, objectIn, valueAt } from "./json";

/** What the cluster rightly adds to a pod, beside the template that it was made from. */
interface Added {
  /** Without the elements of lists; a name that ends in `/` stands for all that begin so. */
  readonly field: readonly string[];
  readonly reason: string;
  /** Which value, or element of a list; all, if it says nothing. */
  readonly ifIs?: (found: Json, owner: ClusterObject) => boolean;
}

const labels = ["metadata", "labels"];
const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

const addedToPods: readonly Added[] = [
  { field: [...labels, "pod-template-hash"], reason: "which template of a Deployment it has" },
  { field: [...labels, "pod-template-generation"], reason: "the same, of a DaemonSet" },
  { field: [...labels, "controller-revision-hash"], reason: "the same, of a StatefulSet" },
  { field: [...labels, "statefulset.kubernetes.io/pod-name"], reason: "its own name" },
  { field: [...labels, "apps.kubernetes.io/pod-index"], reason: "its number in a StatefulSet" },
  { field: [...labels, "batch.kubernetes.io/"], reason: "which Job it is of" },
  { field: [...labels, "controller-uid"], reason: "which Job it is of" },
  { field: [...labels, "job-name"], reason: "which Job it is of" },
  { field: [...labels, "topology.kubernetes.io/"], reason: "where its node is" },
  {
    field: ["metadata", "finalizers"],
    reason: "until its Job has counted it",
    ifIs: (found) => found === "batch.kubernetes.io/job-tracking",
  },
  { field: ["spec", "nodeName"], reason: "the scheduler's choice" },
  { field: ["spec", "priority"], reason: "the number of its PriorityClass" },
  { field: ["spec", "preemptionPolicy"], reason: "as its PriorityClass has it" },
  { field: ["spec", "enableServiceLinks"], reason: "the default", ifIs: (found) => found === true },
  {
    field: ["spec", "tolerations"],
    reason: "of a node that is gone for five minutes",
    ifIs: isDefaultToleration,
  },
  {
    field: ["spec", "serviceAccountName"],
    reason: "the default",
    ifIs: (found) => found === "default",
  },
  {
    field: ["spec", "serviceAccount"],
    reason: "the default",
    ifIs: (found) => found === "default",
  },
  {
    field: ["spec", "volumes"],
    reason: "the token of its service account, if it takes one",
    ifIs: (found) => textOf(valueAt(found, ["name"])).startsWith("kube-api-access-"),
  },
  {
    field: ["spec", "containers", "volumeMounts"],
    reason: "the same token",
    ifIs: (found) => valueAt(found, ["mountPath"]) === tokenPath,
  },
  {
    field: ["spec", "initContainers", "volumeMounts"],
    reason: "the same token",
    ifIs: (found) => valueAt(found, ["mountPath"]) === tokenPath,
  },
  { field: ["spec", "containers", "resources"], reason: "the namespace's default sizes" },
  { field: ["spec", "initContainers", "resources"], reason: "the namespace's default sizes" },
  { field: ["spec", "hostname"], reason: "its own name, in a StatefulSet" },
  { field: ["spec", "subdomain"], reason: "the Service of its StatefulSet" },
  { field: ["spec", "volumes"], reason: "its claims, in a StatefulSet", ifIs: isOwnClaim },
];

/** Where a pod is not as its owner's template says. */
export function podFaults(
  pod: ClusterObject,
  owner: ClusterObject,
  template: Json | undefined,
): readonly Difference[] {
  return differences(podPart(template), podPart(pod)).filter(
    ({ path, expected, found = null }) =>
      expected !== undefined ||
      !(isJsonList(found) ? found : [found]).every((one) => isRightful(fieldsOf(path), one, owner)),
  );
}

/** Without the annotations, which anything may leave that runs on a node. */
function podPart(object: Json | undefined): JsonObject {
  const { labels: worn = {}, finalizers = [] } = objectIn(valueAt(object, ["metadata"]));
  return { metadata: { labels: worn, finalizers }, spec: valueAt(object, ["spec"]) ?? {} };
}

/** Where the pods' template of an object is not that of its owner. */
export function templateFaults(
  template: Json | undefined,
  ownersTemplate: Json | undefined,
): readonly Difference[] {
  const added = addedToPods.filter(({ field }) => field[1] === "labels");
  return differences(ownersTemplate ?? {}, template ?? {}).filter(
    ({ path, expected }) =>
      expected !== undefined || !added.some(({ field }) => isField(fieldsOf(path), field)),
  );
}

function isRightful(fields: readonly string[], found: Json, owner: ClusterObject): boolean {
  return addedToPods.some(
    ({ field, ifIs }) => isField(fields, field) && (ifIs === undefined || ifIs(found, owner)),
  );
}

function isField(fields: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((name, i) =>
    name.endsWith("/") ? (fields[i] ?? "").startsWith(name) : fields[i] === name,
  );
}

function isDefaultToleration(found: Json): boolean {
  const keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
  return keys.includes(textOf(valueAt(found, ["key"])));
}

function isOwnClaim(found: Json, owner: ClusterObject): boolean {
  const name = textOf(valueAt(found, ["name"]));
  const claim = textOf(valueAt(found, ["persistentVolumeClaim", "claimName"]));
  const templates = listIn(valueAt(owner.spec, ["volumeClaimTemplates"]));
  return (
    templates.some((one) => valueAt(one, ["metadata", "name"]) === name) &&
    claim.startsWith(`${name}-${owner.metadata.name}-`)
  );
}
