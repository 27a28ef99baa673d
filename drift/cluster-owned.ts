import { isIP, isIPv6 } from "node:net";
import { type ClusterObject, madeAt, textOf } from "./cluster-object";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  listIn,
  textsIn,
  valueAt,
  withValueAt,
} from "./json";
import type { Program } from "./program";

/** A field of the program's objects that the cluster itself writes, and rightly so. */
interface Owned {
  /** Undefined for all kinds. */
  readonly kinds: readonly string[];
  readonly path: readonly string[];
  readonly reason: string;
  /** What of the value that is there may be; undefined for nothing. */
  readonly rightful: (found: Json, live: ClusterObject, program: Program) => Json | undefined;
}

const anything = (found: Json) => found;

/** Without one, the Service's name leads straight to its pods. The API server takes no such text. */
function address(found: Json): Json {
  return typeof found === "string" && isIP(found) !== 0 ? found : "an address of the cluster";
}

/** Of labels or annotations, those with one of the names, or that begin with a name that ends in `/`. */
function keys(...names: readonly string[]) {
  return (found: Json): Json | undefined => {
    const all = Object.entries(textsIn(found));
    const kept = all.filter(([key]) =>
      names.some((name) => (name.endsWith("/") ? key.startsWith(name) : key === name)),
    );
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
}

function elements(...names: readonly string[]) {
  return (found: Json): Json | undefined => {
    const kept = listIn(found).filter((one) => typeof one === "string" && names.includes(one));
    return kept.length === 0 ? undefined : kept;
  };
}

/** How long an autoscaler may take to look at a Deployment for the first time, in ms. */
const firstLook = 30_000;

/** As many as the autoscaler may want. At 0 it is off, and stays so. */
function scaled(found: Json, live: ClusterObject, program: Program): Json | undefined {
  const bounds = program.autoscaled(live);
  if (bounds === undefined || typeof found !== "number") return undefined;
  const isNew = Date.now() - madeAt(live) < firstLook;
  return found >= (isNew ? 1 : bounds.min) && found <= bounds.max ? found : bounds.min;
}

const template = ["spec", "template", "metadata", "annotations"];
const annotations = ["metadata", "annotations"];

export const clusterOwned: readonly Owned[] = [
  {
    kinds: ["Deployment"],
    path: ["spec", "replicas"],
    reason: "an autoscaler of the program scales it, within the program's bounds",
    rightful: scaled,
  },
  {
    kinds: ["Deployment"],
    path: annotations,
    reason: "the Deployment's controller numbers its templates",
    rightful: keys("deployment.kubernetes.io/revision"),
  },
  {
    kinds: ["Deployment", "StatefulSet", "DaemonSet"],
    path: template,
    reason: "`kubectl rollout restart`, which a team may",
    rightful: keys("kubectl.kubernetes.io/restartedAt"),
  },
  {
    kinds: ["PersistentVolumeClaim"],
    path: ["spec", "volumeName"],
    reason: "the volume that the claim was bound to",
    rightful: anything,
  },
  {
    kinds: ["PersistentVolumeClaim"],
    path: ["spec", "storageClassName"],
    reason: "the default class at the time when it was made; it cannot be changed",
    rightful: anything,
  },
  {
    kinds: ["PersistentVolumeClaim"],
    path: annotations,
    reason: "how the claim was bound, and by whom",
    rightful: keys("pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/"),
  },
  {
    kinds: ["PersistentVolumeClaim"],
    path: ["metadata", "finalizers"],
    reason: "keeps a claim that a pod uses",
    rightful: elements("kubernetes.io/pvc-protection"),
  },
  {
    kinds: ["Service"],
    path: ["metadata", "finalizers"],
    reason: "keeps the Service until the cloud's load balancer is gone",
    rightful: elements("service.kubernetes.io/load-balancer-cleanup"),
  },
  {
    kinds: ["Service"],
    path: ["spec", "clusterIP"],
    reason: "the address that the Service was given; it cannot be changed",
    rightful: address,
  },
  {
    kinds: ["Service"],
    path: ["spec", "clusterIPs"],
    reason: "the same address, as a list",
    rightful: (found) => listIn(found).map(address),
  },
  {
    kinds: ["Service"],
    path: ["spec", "ipFamilyPolicy"],
    reason: "the default, which a Service that is there would not be given again",
    rightful: () => "SingleStack",
  },
  {
    kinds: ["Service"],
    path: ["spec", "ipFamilies"],
    reason: "the family of its one address",
    rightful: (_, live) => [isIPv6(textOf(valueAt(live, ["spec", "clusterIP"]))) ? "IPv6" : "IPv4"],
  },
  {
    kinds: ["Service"],
    path: ["spec", "healthCheckNodePort"],
    reason: "the port that a load balancer asks a node at; it cannot be changed",
    rightful: anything,
  },
  {
    kinds: ["Namespace"],
    path: ["spec", "finalizers"],
    reason: "empties a namespace before it goes",
    rightful: elements("kubernetes"),
  },
  {
    kinds: ["Namespace"],
    path: ["metadata", "labels"],
    reason: "the API server gives each namespace its own name as a label",
    rightful: keys("kubernetes.io/metadata.name"),
  },
];

/** What the program says of an object, with those fields of the live one that the cluster owns. */
export function withClusterOwned(
  inputs: ClusterObject,
  live: ClusterObject,
  program: Program,
): ClusterObject {
  const rows = clusterOwned.filter(({ kinds }) => kinds.includes(inputs.kind));
  return rows.reduce<JsonObject>((object, { path, rightful }) => {
    const found = valueAt(live, path);
    const rightfully = found === undefined ? undefined : rightful(found, live, program);
    return rightfully === undefined ? object : added(object, path, rightfully);
  }, inputs) as ClusterObject;
}

/** What the program says goes before what the cluster says. */
function added(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const stated = valueAt(object, path);
  if (stated === undefined) return withValueAt(object, path, value);
  if (!isJsonObject(stated) || !isJsonObject(value)) return object;
  return withValueAt(object, path, { ...value, ...stated });
}
