import { asked, type Asker } from "./ask";
import {
  type ClusterObject,
  groupOf,
  keyOf,
  nameOf,
  type ObjectName,
  uidOf,
} from "./cluster-object";
import { isJsonObject, type Json, listIn } from "./json";
import { notLookedAt } from "./not-looked-at";
import { pathOf, type ServedKind, servedKinds } from "./served";

/** What stands on the cluster, of the kinds that are looked at. */
export class Inventory {
  private readonly byKey: ReadonlyMap<string, ClusterObject>;
  private readonly byUid: ReadonlyMap<string, ClusterObject>;

  constructor(
    readonly kinds: readonly ServedKind[],
    readonly objects: readonly ClusterObject[],
  ) {
    this.byKey = new Map(objects.map((object) => [keyOf(nameOf(object)), object]));
    this.byUid = new Map(objects.map((object) => [uidOf(object), object]));
  }

  get(name: ObjectName): ClusterObject | undefined {
    return this.byKey.get(keyOf(name));
  }

  withUid(uid: string): ClusterObject | undefined {
    return this.byUid.get(uid);
  }

  ofKind(kind: string): readonly ClusterObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }
}

/** @throws CannotCheck if one list cannot be had: what it would show must not count as nothing. */
export async function takeInventory(client: Asker): Promise<Inventory> {
  const kinds = await servedKinds(client);
  const looked = kinds.filter((served) => !notLookedAt(served));
  const lists = await Promise.all(looked.map((served) => list(client, served)));
  return new Inventory(kinds, lists.flat());
}

async function list(client: Asker, served: ServedKind): Promise<readonly ClusterObject[]> {
  const { apiVersion, kind } = served;
  const answer = await asked(client, { method: "GET", path: pathOf(served) });
  // A list says kind and version once, for all its items.
  return listIn(isJsonObject(answer) ? answer.items : undefined).map(
    (item) => ({ ...(item as object), apiVersion, kind }) as Json as ClusterObject,
  );
}

/** How a kind is asked for; undefined if the cluster does not know it. */
export function servedOf(
  kinds: readonly ServedKind[],
  { group, kind }: Pick<ObjectName, "group" | "kind">,
): ServedKind | undefined {
  return kinds.find((served) => groupOf(served.apiVersion) === group && served.kind === kind);
}
