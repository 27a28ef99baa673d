import type { Question, ResourceQuestion } from "./question";
import type { Rule } from "./rbac-objects";

/**
 * Whether one rule answers yes. As RBAC documents it: a `*` means all verbs, groups, resources with
 * their subresources, or paths; `*` + `/scale` means that subresource of every resource.
 */
export function ruleAllows(rule: Rule, question: Question): boolean {
  if (!includes(rule.verbs, question.verb)) return false;
  return "path" in question
    ? rule.nonResourceURLs.some((pattern) => pathMatches(pattern, question.path))
    : includes(rule.apiGroups, question.resource.group) &&
        resourceMatches(rule.resources, question.resource) &&
        nameMatches(rule.resourceNames, question.resource.name);
}

function includes(list: readonly string[], wanted: string): boolean {
  return list.includes("*") || list.includes(wanted);
}

function resourceMatches(
  list: readonly string[],
  { plural, subresource }: ResourceQuestion["resource"],
): boolean {
  return subresource === ""
    ? includes(list, plural)
    : includes(list, `${plural}/${subresource}`) || list.includes(`*/${subresource}`);
}

/** A request that names no object, such as a list, is not covered by a rule that names some. */
function nameMatches(names: readonly string[], name: string): boolean {
  return names.length === 0 || (name !== "" && names.includes(name));
}

/** A `*` counts at the end of a path only. */
function pathMatches(pattern: string, path: string): boolean {
  return (
    pattern === path || (pattern.endsWith("*") && path.startsWith(pattern.replace(/\*+$/, "")))
  );
}
