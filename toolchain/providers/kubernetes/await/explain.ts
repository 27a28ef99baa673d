import type { PropertyMap } from "../../property-diff";
import type { Cluster } from "../api/cluster";
import { mapAt, mapsAt, textAt, textsAt } from "../fields";
import { metadataOf, nameOf } from "../metadata";
import { objectType } from "../token";
import { PodProblem, isUnready, podProblem } from "./pod-problem";
import { conditionOf, specOf } from "./progress";

const POD = objectType("kubernetes:core/v1:Pod");
const EVENT = objectType("kubernetes:core/v1:Event");

/** What keeps the pods of a workload, or a pod itself, from getting ready; most frequent first. */
export async function explainPods(cluster: Cluster, live: PropertyMap): Promise<PodProblem[]> {
  const { namespace } = nameOf(live);
  const [pods, warnings] = await Promise.all([
    live.kind === "Pod"
      ? [live]
      : cluster.list(POD, namespace, {
          labelSelector: labelSelector(mapAt(specOf(live), "selector")),
        }),
    cluster.list(EVENT, namespace, { fieldSelector: "type=Warning" }),
  ]);
  const inOrder = warnings.toSorted((a, b) => lastSeen(a).localeCompare(lastSeen(b)));
  const about = (object: PropertyMap): PropertyMap[] =>
    inOrder.filter(
      (event) => textAt(mapAt(event, "involvedObject"), "uid") === metadataOf(object).uid,
    );
  const unready = pods.filter(isUnready);
  if (unready.length === 0) return notCreated(live, about(live));
  return distinct(unready.flatMap((pod) => podProblem(pod, about(pod)) ?? []));
}

/** Why the controller makes no pods: quota, admission, a missing service account. */
export function notCreated(live: PropertyMap, events: readonly PropertyMap[]): PodProblem[] {
  const refused = conditionOf(live, "ReplicaFailure");
  const message =
    refused?.status === "True"
      ? refused.message
      : textAt(events.findLast((event) => event.reason === "FailedCreate") ?? {}, "message");
  return message === "" ? [] : [{ text: `pods cannot be created (${message})`, permanent: false }];
}

function lastSeen(event: PropertyMap): string {
  return textAt(event, "lastTimestamp") || textAt(event, "eventTime");
}

function distinct(problems: readonly PodProblem[]): PodProblem[] {
  const count = ({ text }: PodProblem): number =>
    problems.filter((problem) => problem.text === text).length;
  return problems
    .filter(({ text }, index) => problems.findIndex((problem) => problem.text === text) === index)
    .sort((a, b) => count(b) - count(a));
}

/** A selector of labels as a query parameter. */
export function labelSelector(selector: PropertyMap): string {
  const labels = mapAt(selector, "matchLabels");
  const equal = Object.keys(labels).map((key) => `${key}=${textAt(labels, key)}`);
  const expressions = mapsAt(selector, "matchExpressions").map((expression) => {
    const key = textAt(expression, "key");
    const values = textsAt(expression, "values").join(",");
    switch (textAt(expression, "operator")) {
      case "In":
        return `${key} in (${values})`;
      case "NotIn":
        return `${key} notin (${values})`;
      case "DoesNotExist":
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...equal, ...expressions].join(",");
}
