import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ClusterObject, keyOf, nameOf, type ObjectName } from "../cluster-object";
import { type Difference, differences } from "../difference";
import { canonical, type Json, type JsonObject, listIn, textsIn } from "../json";

/** Names of the namespaces that a cluster has before anything is put on it. */
export const systemNamespaces: readonly string[] = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
];

/** What a cluster has before anything is put on it, by name. */
const known: ReadonlyMap<string, ClusterObject> = new Map(
  readFileSync(join(__dirname, "objects.jsonl"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly object: ClusterObject }).object)
    .map((object) => [keyOf(nameOf(object)), object]),
);

/** Where an object is not as a new cluster has it; undefined if that has no such object. */
export function ofNewCluster(object: ClusterObject): readonly Difference[] | undefined {
  const one = known.get(keyOf(nameOf(object)));
  return one && differences(meaning(one), meaning(object));
}

/** What a new cluster has by a name. */
export function knownObject(name: ObjectName): ClusterObject | undefined {
  return known.get(keyOf(name));
}

/** Whether a label is one by which roles are added up, and does not only describe an object. */
export function isMeaningful(label: string): boolean {
  return label.startsWith("rbac.authorization.k8s.io/");
}

/**
 * What an object does, without what only describes it: of the labels, those by which roles are
 * added up; of a list of rules, no order, since roles are added up in any.
 */
export function meaning(object: ClusterObject): JsonObject {
  const { metadata, status: _, ...rest } = object;
  const labels = Object.entries(textsIn(metadata.labels)).filter(([key]) => isMeaningful(key));
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
