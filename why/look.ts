import type { z } from "zod";
import { CannotCheck } from "../cluster/cannot-check";
import { type Ask, refusalOf } from "./ask";
import { clusterWide, namespaced, type Namespace, type StorageClass } from "./objects";

/** What makes a namespace the program's: see components/labels.ts. */
const programSelector = "app.kubernetes.io/part-of=sre-challenge";

type Namespaced = typeof namespaced;
type InNamespaces = {
  readonly [Kind in keyof Namespaced]: readonly z.output<Namespaced[Kind]["schema"]>[];
};

/** All that is read of the cluster, at one time. */
export interface Look extends InNamespaces {
  /** In ms since 1970. */
  readonly now: number;
  readonly namespaces: readonly Namespace[];
  readonly storageclasses: readonly StorageClass[];
}

/** Reads the program's namespaces. @throws CannotCheck if there are none, or it may not. */
export async function look(ask: Ask, now: number): Promise<Look> {
  const list = async <T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>[]> =>
    (await itemsOf(ask, path)).map((item) => schema.parse(item));
  const { namespaces, storageclasses } = clusterWide;
  const [ours, classes] = await Promise.all([
    list(namespaces.schema, `${namespaces.api}/namespaces?labelSelector=${programSelector}`),
    list(storageclasses.schema, `${storageclasses.api}/storageclasses`),
  ]);
  if (ours.length === 0) {
    throw new CannotCheck(
      `no namespace has the label ${programSelector}: nothing is deployed here.\n` +
        "Run `bash setup.sh` or `pulumi up`, and try again.",
    );
  }
  const lists = Object.entries(namespaced).map(async ([kind, { api, schema, query }]) => {
    const found = await Promise.all(
      ours.map(({ metadata }) =>
        list(schema, `${api}/namespaces/${metadata.name}/${kind}${query}`),
      ),
    );
    return [kind, found.flat()] as const;
  });
  const { events, ...others } = Object.fromEntries<unknown>(
    await Promise.all(lists),
  ) as InNamespaces;
  return { now, namespaces: ours, storageclasses: classes, ...others, events: inOrder(events) };
}

async function itemsOf(ask: Ask, path: string): Promise<readonly unknown[]> {
  const answer = await ask({ method: "GET", path });
  const { items } = Object(answer.body) as { items?: readonly unknown[] };
  if (answer.status === 403) {
    throw new CannotCheck(`${refusalOf(answer)}\nAsk somebody of the platform team to look.`);
  }
  if (items === undefined) throw new CannotCheck(`GET ${path}: ${refusalOf(answer)}`);
  return items;
}

/** Oldest first. */
function inOrder(events: Look["events"]): Look["events"] {
  const seen = ({ lastTimestamp, eventTime }: Look["events"][number]) =>
    lastTimestamp ?? eventTime ?? "";
  return events.toSorted((a, b) => seen(a).localeCompare(seen(b)));
}
