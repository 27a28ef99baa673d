import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import { type Kinds, listed, type Listed, type Warning } from "./objects";

/** What makes a namespace, or any object, the program's: see components/labels.ts. */
export const programSelector = "app.kubernetes.io/part-of=sre-challenge";

type Others = Exclude<keyof Kinds, "Namespace">;
/** The star is for each of its namespaces. */
const paths: Readonly<Record<Others, string>> = {
  StorageClass: "/apis/storage.k8s.io/v1/storageclasses",
  Pod: "/api/v1/namespaces/*/pods",
  Deployment: "/apis/apps/v1/namespaces/*/deployments",
  ReplicaSet: "/apis/apps/v1/namespaces/*/replicasets",
  StatefulSet: "/apis/apps/v1/namespaces/*/statefulsets",
  DaemonSet: "/apis/apps/v1/namespaces/*/daemonsets",
  Job: "/apis/batch/v1/namespaces/*/jobs",
  PersistentVolumeClaim: "/api/v1/namespaces/*/persistentvolumeclaims",
  Service: "/api/v1/namespaces/*/services",
  EndpointSlice: "/apis/discovery.k8s.io/v1/namespaces/*/endpointslices",
  HorizontalPodAutoscaler: "/apis/autoscaling/v2/namespaces/*/horizontalpodautoscalers",
  Event: "/api/v1/namespaces/*/events?fieldSelector=type=Warning",
};

/** All that is read of the cluster, at one time; the events oldest first. */
export type Look = { readonly [Kind in keyof Kinds]: readonly Listed<Kind>[] } & {
  /** In ms since 1970. */
  readonly now: number;
};

/** Reads the program's namespaces. @throws CannotCheck if there are none, or it may not. */
export async function look(ask: Ask, now: number): Promise<Look> {
  const list = async <Kind extends keyof Kinds>(kind: Kind, path: string) =>
    (await itemsOf(ask, path)).map((item) => listed(kind, item, path.split("?")[0]));
  const Namespace = await list("Namespace", `/api/v1/namespaces?labelSelector=${programSelector}`);
  if (Namespace.length === 0) {
    throw new CannotCheck(
      `no namespace has the label ${programSelector}: nothing is deployed here.\n` +
        "Run `bash setup.sh` or `pulumi up`, and try again.",
    );
  }
  const lists = (Object.keys(paths) as Others[]).map(async (kind) => {
    const path = paths[kind];
    const each = Namespace.map(({ metadata }) => path.replace("*", metadata.name));
    const found = await Promise.all([...new Set(each)].map((one) => list(kind, one)));
    return [kind, found.flat()] as const;
  });
  const others = Object.fromEntries(await Promise.all(lists)) as unknown as Pick<Look, Others>;
  return { ...others, now, Namespace, Event: others.Event.toSorted(byTime) };
}

/** The warnings about an object. */
export function warningsOf(look: Look, { metadata }: Listed<keyof Kinds>): Warning[] {
  return look.Event.filter(({ involvedObject }) => involvedObject.uid === metadata.uid);
}

async function itemsOf(ask: Ask, path: string): Promise<readonly object[]> {
  const answer = await ask({ method: "GET", path });
  const { items } = Object(answer.body) as { items?: readonly object[] };
  if (answer.status === 403) {
    throw new CannotCheck(`${refusalOf(answer)}\nAsk somebody of the platform team to look.`);
  }
  if (items === undefined) throw new CannotCheck(`GET ${path}: ${refusalOf(answer)}`);
  return items;
}

function byTime(a: Warning, b: Warning): number {
  const seen = (event: Warning) => event.lastTimestamp ?? event.eventTime ?? "";
  return seen(a).localeCompare(seen(b));
}
