import { claimTemplates } from "./claims";
import { type ClusterObject, textOf } from "./cluster-object";
import { type Difference, differences } from "./difference";
import { fieldsOf } from "./field-path";
import { isJsonList, type Json, type JsonObject, listIn, objectIn, valueAt } from "./json";

/** Which value, or element of a list, may be there. */
type Test = (found: Json, owner: ClusterObject) => boolean;

// What the cluster rightly adds to a pod, beside the template that it was made from.

/** A name that ends in `/` stands for all that begin so. */
const addedLabels: readonly (readonly [label: string, reason: string])[] = [
  ["pod-template-hash", "which template of a Deployment it has"],
  ["pod-template-generation", "the same, of a DaemonSet"],
  ["controller-revision-hash", "the same, of a StatefulSet"],
  ["statefulset.kubernetes.io/pod-name", "its own name"],
  ["apps.kubernetes.io/pod-index", "its number in a StatefulSet"],
  ["batch.kubernetes.io/", "which Job it is of"],
  ["controller-uid", "which Job it is of"],
  ["job-name", "which Job it is of"],
  ["topology.kubernetes.io/", "where its node is"],
];

/** Without the elements of lists. */
const addedFields: readonly (readonly [field: string, reason: string, test?: Test])[] = [
  ["metadata.finalizers", "until its Job has counted it", is("batch.kubernetes.io/job-tracking")],
  ["spec.nodeName", "the scheduler's choice"],
  ["spec.priority", "the number of its PriorityClass"],
  ["spec.preemptionPolicy", "as its PriorityClass has it"],
  ["spec.enableServiceLinks", "the default", is(true)],
  ["spec.tolerations", "of a node that is gone for five minutes", isDefaultToleration],
  ["spec.serviceAccountName", "the default", is("default")],
  ["spec.serviceAccount", "the default", is("default")],
  ["spec.volumes", "the token of its service account, if it takes one", isToken],
  ["spec.containers.volumeMounts", "the same token", isTokenMount],
  ["spec.initContainers.volumeMounts", "the same token", isTokenMount],
  ["spec.containers.resources", "the namespace's default sizes"],
  ["spec.initContainers.resources", "the namespace's default sizes"],
  ["spec.hostname", "its own name, in a StatefulSet"],
  ["spec.subdomain", "the Service of its StatefulSet"],
  ["spec.volumes", "its claims, in a StatefulSet", isOwnClaim],
];

/** Where a pod is not as its owner's template says. */
export function podFaults(
  pod: ClusterObject,
  owner: ClusterObject,
  template: Json | undefined,
): readonly Difference[] {
  return differences(podPart(template), podPart(pod)).filter(({ path, expected, found = null }) => {
    const fields = fieldsOf(path);
    const isRightful = (one: Json) => isAddedLabel(fields) || isAddedField(fields, one, owner);
    return expected !== undefined || !(isJsonList(found) ? found : [found]).every(isRightful);
  });
}

/** Without the annotations, which anything may leave that runs on a node. */
function podPart(object: Json | undefined): JsonObject {
  const { labels = {}, finalizers = [] } = objectIn(valueAt(object, ["metadata"]));
  return { metadata: { labels, finalizers }, spec: valueAt(object, ["spec"]) ?? {} };
}

/** Where the pods' template of an object is not that of its owner. */
export function templateFaults(
  template: Json | undefined,
  ownersTemplate: Json | undefined,
): readonly Difference[] {
  return differences(ownersTemplate ?? {}, template ?? {}).filter(
    ({ path, expected }) => expected !== undefined || !isAddedLabel(fieldsOf(path)),
  );
}

function isAddedLabel([metadata, labels, label = ""]: readonly string[]): boolean {
  if (metadata !== "metadata" || labels !== "labels") return false;
  return addedLabels.some(([name]) =>
    name.endsWith("/") ? label.startsWith(name) : label === name,
  );
}

function isAddedField(fields: readonly string[], found: Json, owner: ClusterObject): boolean {
  return addedFields.some(
    ([field, , test]) =>
      field.split(".").every((name, i) => fields[i] === name) && (test?.(found, owner) ?? true),
  );
}

function is(value: Json): Test {
  return (found) => found === value;
}

function isDefaultToleration(found: Json): boolean {
  const keys: readonly Json[] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
  return keys.includes(valueAt(found, ["key"]) ?? null);
}

/** As the API server itself adds it, to a pod that takes one, and nothing else by that name. */
function isToken(found: Json, owner: ClusterObject): boolean {
  const takesNone =
    valueAt(owner.spec, ["template", "spec", "automountServiceAccountToken"]) === false;
  const { name, projected, ...others } = objectIn(found);
  const sources = listIn(valueAt(projected, ["sources"]));
  return (
    !takesNone &&
    textOf(name).startsWith("kube-api-access-") &&
    Object.keys(others).length === 0 &&
    sources.length > 0 &&
    sources.every(isTokenPart)
  );
}

function isTokenPart(source: Json): boolean {
  const [[kind, value], ...others] = Object.entries(objectIn(source)) as [
    [string, Json],
    ...unknown[],
  ];
  const isAuthority = kind === "configMap" && valueAt(value, ["name"]) === "kube-root-ca.crt";
  const isOwn = kind === "serviceAccountToken" && valueAt(value, ["audience"]) === undefined;
  return others.length === 0 && (isAuthority || isOwn || kind === "downwardAPI");
}

function isTokenMount(found: Json): boolean {
  return valueAt(found, ["mountPath"]) === "/var/run/secrets/kubernetes.io/serviceaccount";
}

function isOwnClaim(found: Json, owner: ClusterObject): boolean {
  const volume = valueAt(found, ["name"]);
  const claim = textOf(valueAt(found, ["persistentVolumeClaim", "claimName"]));
  return claimTemplates(owner).some(
    ({ name, prefix }) => name === volume && claim.startsWith(prefix),
  );
}
