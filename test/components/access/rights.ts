import type { PolicyRule } from "../../../components/access/rules";

/** The verbs of each resource, such as `deployments.apps/scale`; `[name]` if of some names only. */
export function rights(rules: readonly PolicyRule[]): Record<string, string> {
  const all = new Map<string, Set<string>>();
  for (const { apiGroups, resources, resourceNames, verbs } of rules) {
    for (const apiGroup of apiGroups) {
      for (const resource of resources) {
        const [plural = "", ...sub] = resource.split("/");
        const full = [apiGroup === "" ? plural : `${plural}.${apiGroup}`, ...sub].join("/");
        for (const name of resourceNames ?? [""]) {
          const key = name === "" ? full : `${full}[${name}]`;
          all.set(key, new Set([...(all.get(key) ?? []), ...verbs]));
        }
      }
    }
  }
  return Object.fromEntries([...all].map(([key, verbs]) => [key, [...verbs].join(" ")]));
}
