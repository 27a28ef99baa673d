import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import { type Metadata, type Objects, read, type Warning } from "./objects";

/** What makes a namespace the program's: see components/labels.ts. */
const programSelector = "app.kubernetes.io/part-of=sre-challenge";

const clusterWide = {
  namespaces: `/api/v1/namespaces?labelSelector=${programSelector}`,
  storageclasses: "/apis/storage.k8s.io/v1/storageclasses",
};

const namespaced = {
  pods: "/api/v1/namespaces/*/pods",
  deployments: "/apis/apps/v1/namespaces/*/deployments",
  replicasets: "/apis/apps/v1/namespaces/*/replicasets",
  statefulsets: "/apis/apps/v1/namespaces/*/statefulsets",
  daemonsets: "/apis/apps/v1/namespaces/*/daemonsets",
  jobs: "/apis/batch/v1/namespaces/*/jobs",
  persistentvolumeclaims: "/api/v1/namespaces/*/persistentvolumeclaims",
  services: "/api/v1/namespaces/*/services",
  endpointslices: "/apis/discovery.k8s.io/v1/namespaces/*/endpointslices",
  horizontalpodautoscalers: "/apis/autoscaling/v2/namespaces/*/horizontalpodautoscalers",
  events: "/api/v1/namespaces/*/events?fieldSelector=type=Warning",
};

type Namespaced = keyof typeof namespaced;

/** All that is read of the cluster, at one time; the events oldest first. */
export type Look = { readonly [Kind in keyof Objects]: readonly Objects[Kind][] } & {
  /** In ms since 1970. */
  readonly now: number;
};

/** Where a namespace's objects of a kind are. */
export function pathOf(kind: Namespaced, namespace: string): string {
  return namespaced[kind].replace("*", namespace);
}

/** Reads the program's namespaces. @throws CannotCheck if there are none, or it may not. */
export async function look(ask: Ask, now: number): Promise<Look> {
  const list = async <Kind extends keyof Objects>(kind: Kind, path: string) =>
    (await itemsOf(ask, path)).map((item) => read(kind, item));
  const [namespaces, storageclasses] = await Promise.all([
    list("namespaces", clusterWide.namespaces),
    list("storageclasses", clusterWide.storageclasses),
  ]);
  if (namespaces.length === 0) {
    throw new CannotCheck(
      `no namespace has the label ${programSelector}: nothing is deployed here.\n` +
        "Run `bash setup.sh` or `pulumi up`, and try again.",
    );
  }
  const lists = (Object.keys(namespaced) as Namespaced[]).map(async (kind) => {
    const found = namespaces.map(({ metadata }) => list(kind, pathOf(kind, metadata.name)));
    return [kind, (await Promise.all(found)).flat()] as const;
  });
  const { events, ...others } = Object.fromEntries(await Promise.all(lists)) as unknown as Pick<
    Look,
    Namespaced
  >;
  return { now, namespaces, storageclasses, ...others, events: events.toSorted(byTime) };
}

/** The warnings about an object. */
export function warningsOf({ events }: Look, { uid }: Metadata): Warning[] {
  return events.filter(({ involvedObject }) => involvedObject.uid === uid);
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
  const seen = ({ lastTimestamp, eventTime }: Warning) => lastTimestamp ?? eventTime ?? "";
  return seen(a).localeCompare(seen(b));
}
