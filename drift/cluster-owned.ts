import { isIP, isIPv6 } from "node:net";
import { type ClusterObject, madeAt, textOf, uidOf } from "./cluster-object";
import { keysCopier, keysFile, withIssuersKeys } from "./issuer-keys";
import { isJsonObject, type Json, type JsonObject, listIn, valueAt, withValueAt } from "./json";
import type { Program } from "./program";

/** What of the value that is there may be; undefined for nothing. */
type Rightful = (found: Json, live: ClusterObject, program: Program) => Json | undefined;

/** A field of the program's objects that the cluster itself writes, and rightly so. */
type Owned = readonly [kinds: readonly string[], path: string, reason: string, rightful: Rightful];

const anything: Rightful = (found) => found;

/** Without one, the Service's name leads straight to its pods. The API server takes no such text. */
const address = (found: Json) =>
  typeof found === "string" && isIP(found) !== 0 ? found : "an address of the cluster";

const addresses: Rightful = (found) => listIn(found).map(address);

const family: Rightful = (_, { spec }) =>
  isIPv6(textOf(valueAt(spec, ["clusterIP"]))) ? ["IPv6"] : ["IPv4"];

/** Of fields or texts, those with one of the names, or that begin with a name that ends in `/`. */
function only(...names: readonly string[]): Rightful {
  const fits = (text: Json) =>
    typeof text === "string" &&
    names.some((name) => (name.endsWith("/") ? text.startsWith(name) : text === name));
  return (found) => {
    const texts = listIn(found).filter(fits);
    if (!isJsonObject(found)) return texts.length === 0 ? undefined : texts;
    const fields = Object.entries(found).filter(([field]) => fits(field));
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  };
}

/** By which a Job knows its pods. */
const ofJob: Rightful = (_, live) => ({ "batch.kubernetes.io/controller-uid": uidOf(live) });

const podsOfJob: Rightful = (found, live, program) => ({
  ...(ofJob(found, live, program) as JsonObject),
  "batch.kubernetes.io/job-name": live.metadata.name,
  "controller-uid": uidOf(live),
  "job-name": live.metadata.name,
});

/** How long an autoscaler may take to look at a Deployment for the first time, in ms. */
const firstLook = 30_000;

/** As many as the autoscaler may want. At 0 it is off, and stays so. */
function scaled(found: Json, live: ClusterObject, program: Program): Json | undefined {
  const bounds = program.autoscaled(live);
  if (bounds === undefined || typeof found !== "number") return undefined;
  const isNew = Date.now() - madeAt(live) < firstLook;
  return found >= (isNew ? 1 : bounds.min) && found <= bounds.max ? found : bounds.min;
}

/**
 * The inputs with as many replicas as the autoscaler wants. Where one was stated before, Pulumi ignores
 * its changes, and the stack's state keeps the number of back then.
 */
export function withAutoscaled(
  inputs: ClusterObject,
  live: ClusterObject,
  program: Program,
): ClusterObject {
  const path = ["spec", "replicas"];
  if (valueAt(inputs, path) === undefined) return inputs;
  const wanted = scaled(valueAt(live, path) ?? 1, live, program);
  return wanted === undefined ? inputs : (withValueAt(inputs, path, wanted) as ClusterObject);
}

const deployment = ["Deployment"];
const workloads = ["Deployment", "StatefulSet", "DaemonSet"];
const job = ["Job"];
const claim = ["PersistentVolumeClaim"];
const service = ["Service"];
const namespace = ["Namespace"];
const configMap = ["ConfigMap"];

const revision = only("deployment.kubernetes.io/revision");
const restart = only("kubectl.kubernetes.io/restartedAt");
const binding = only("pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/");
const inUse = only("kubernetes.io/pvc-protection");
const balanced = only("service.kubernetes.io/load-balancer-cleanup");
const ownName = only("kubernetes.io/metadata.name");

/** Of the ConfigMap that is made empty, where the issuer's keys are not known. */
const copied: Rightful = (found, live, program) =>
  live.metadata.name === keysCopier ? only(keysFile)(found, live, program) : undefined;

export const clusterOwned: readonly Owned[] = [
  [deployment, "spec.replicas", "an autoscaler of the program, within its bounds", scaled],
  [deployment, "metadata.annotations", "its controller numbers its templates", revision],
  [
    workloads,
    "spec.template.metadata.annotations",
    "a team may `kubectl rollout restart`",
    restart,
  ],
  [job, "spec.selector.matchLabels", "the pods that are its own; cannot be changed", ofJob],
  [job, "spec.template.metadata.labels", "by which it knows them", podsOfJob],
  [claim, "spec.volumeName", "the volume that the claim was bound to", anything],
  [claim, "spec.storageClassName", "the default when it was made; cannot be changed", anything],
  [claim, "metadata.annotations", "how the claim was bound, and by whom", binding],
  [claim, "metadata.finalizers", "keeps a claim that a pod uses", inUse],
  [service, "metadata.finalizers", "keeps it until the cloud's load balancer is gone", balanced],
  [service, "spec.clusterIP", "the address that it was given; cannot be changed", address],
  [service, "spec.clusterIPs", "the same address, as a list", addresses],
  [service, "spec.ipFamilyPolicy", "the default, not given a second time", () => "SingleStack"],
  [service, "spec.ipFamilies", "the family of its one address", family],
  [service, "spec.healthCheckNodePort", "where a balancer asks; cannot be changed", anything],
  [configMap, "data", "the issuer's keys, which a pod of the program copies", copied],
  [namespace, "spec.finalizers", "empties a namespace before it goes", only("kubernetes")],
  [namespace, "metadata.labels", "the API server gives it its own name as a label", ownName],
];

/** What the program says of an object, with those fields of the live one that the cluster owns. */
export function withClusterOwned(
  inputs: ClusterObject,
  live: ClusterObject,
  program: Program,
): ClusterObject {
  const rows = clusterOwned.filter(([kinds]) => kinds.includes(inputs.kind));
  return rows.reduce<JsonObject>(
    (object, [, dotted, , rightful]) => {
      const path = dotted.split(".");
      const found = valueAt(live, path);
      const rightfully = found === undefined ? undefined : rightful(found, live, program);
      return rightfully === undefined ? object : added(object, path, rightfully);
    },
    withIssuersKeys(withAutoscaled(inputs, live, program), live, program),
  ) as ClusterObject;
}

/** What the program says goes before what the cluster says. */
function added(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const stated = valueAt(object, path);
  if (stated === undefined) return withValueAt(object, path, value);
  if (!isJsonObject(stated) || !isJsonObject(value)) return object;
  return withValueAt(object, path, { ...value, ...stated });
}
