import type { Identity } from "../rbac/identity";
import { clusterPlace, isPath, type Matrix, type Right, rightText } from "./matrix";
import type { Question } from "../rbac/question";
import { parseResource, resourceText } from "../rbac/resource";

/** One question of the matrix, with the answer that is right. */
export interface Cell extends Right {
  /** Such as `payments member: delete deployments.apps in payments`; no two are the same. */
  readonly id: string;
  readonly subject: string;
  readonly identity: Identity;
  readonly question: Question;
  readonly allowed: boolean;
}

/**
 * All cells. Beside each "yes" stand three that are "no": the same for all verbs, in all API groups
 * and for all resources at once. Only a wildcard would allow them, and nobody holds one.
 */
export function cellsOf(matrix: Matrix): Cell[] {
  const { questions } = matrix;
  return [...matrix.subjects].flatMap(([subject, identity]) => {
    const allowed = matrix.allowed.get(subject) ?? [];
    const yes = new Set(allowed.map(rightText));
    const probes = new Map(
      allowed.flatMap(wildcardsOf).map((right) => [rightText(right), right] as const),
    );
    return [...questions, ...probes.values()].map((right) => ({
      ...right,
      id: `${subject}: ${rightText(right)}`,
      subject,
      identity,
      question: questionOf(right),
      allowed: yes.has(rightText(right)),
    }));
  });
}

/** What one asks an authorizer to learn about a right. */
export function questionOf({ verb, target, place }: Right): Question {
  return isPath(target)
    ? { verb, path: target }
    : { verb, resource: parseResource(target), namespace: place === clusterPlace ? "" : place };
}

function wildcardsOf(right: Right): Right[] {
  const anyVerb = { ...right, verb: "*" };
  if (isPath(right.target)) return [anyVerb];
  const resource = parseResource(right.target);
  return [
    anyVerb,
    { ...right, target: resourceText({ ...resource, group: "*" }) },
    { ...right, target: resourceText({ ...resource, plural: "*" }) },
  ];
}
