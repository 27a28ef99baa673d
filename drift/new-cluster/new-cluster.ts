import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ClusterObject, keyOf, nameOf, type ObjectName } from "../cluster-object";
import { type Difference, differences } from "../difference";
import { canonical, type Json, type JsonObject, listIn, textsIn } from "../json";

/** An object that a cluster has before anything is put on it. */
interface Known {
  readonly object: ClusterObject;
  readonly reason: string;
}

/** Names of the namespaces that a cluster has before anything is put on it. */
export const systemNamespaces: readonly string[] = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
];

/**
 * What Minikube brings on laptops, and nobody has compared yet: known by name alone. Such a binding
 * counts only if all that it lets in are service accounts of kube-system.
 */
const byName: readonly (readonly [kind: string, name: RegExp, reason: string])[] = [
  ["ClusterRole", /^calico-/, "Minikube's network plugin on laptops"],
  ["ClusterRoleBinding", /^calico-/, "Minikube's network plugin on laptops"],
  ["IPPool", /^default-ipv4-ippool$/, "Minikube's network plugin on laptops"],
  ["IPAMBlock", /./, "Minikube's network plugin on laptops"],
  ["IPAMConfig", /./, "Minikube's network plugin on laptops"],
  ["IPAMHandle", /./, "Minikube's network plugin on laptops"],
  ["BlockAffinity", /./, "Minikube's network plugin on laptops"],
  ["ClusterInformation", /^default$/, "Minikube's network plugin on laptops"],
  ["FelixConfiguration", /^default$/, "Minikube's network plugin on laptops"],
  ["KubeControllersConfiguration", /^default$/, "Minikube's network plugin on laptops"],
  ["Tier", /^(default|adminnetworkpolicy|baselineadminnetworkpolicy)$/, "the same"],
];

const known: ReadonlyMap<string, Known> = readKnown();

function readKnown(): ReadonlyMap<string, Known> {
  const lines = readFileSync(join(__dirname, "objects.jsonl"), "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const one = JSON.parse(line) as Known;
      return [keyOf(nameOf(one.object)), one];
    }),
  );
}

/** Where an object is not as a new cluster has it; undefined if that has no such object. */
export function ofNewCluster(object: ClusterObject): readonly Difference[] | undefined {
  const one = known.get(keyOf(nameOf(object)));
  return one && differences(meaning(one.object), meaning(object));
}

/** What a new cluster has by a name. */
export function knownObject(name: ObjectName): ClusterObject | undefined {
  return known.get(keyOf(name))?.object;
}

/** Why an object counts as one that Minikube brings; undefined if it does not. */
export function broughtByMinikube(object: ClusterObject): string | undefined {
  const row = byName.find(
    ([kind, name]) => kind === object.kind && name.test(object.metadata.name),
  );
  const areSystems = listIn(object.subjects).every(
    (subject) =>
      textsIn(subject).kind === "ServiceAccount" && textsIn(subject).namespace === "kube-system",
  );
  return areSystems ? row?.[2] : undefined;
}

/**
 * What an object does, without what only describes it: of the labels, those by which roles are
 * added up; of a list of rules, no order, since roles are added up in any.
 */
export function meaning(object: ClusterObject): JsonObject {
  const { metadata, status: _, ...rest } = object;
  const labels = Object.entries(textsIn(metadata.labels)).filter(([key]) =>
    key.startsWith("rbac.authorization.k8s.io/"),
  );
  const { namespace, name } = nameOf(object);
  return {
    ...rest,
    ...(rest.rules !== undefined && { rules: sorted(rest.rules) }),
    metadata: {
      name,
      ...(namespace !== "" && { namespace }),
      ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    },
  };
}

function sorted(rules: Json): Json {
  return [...listIn(rules)].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}
