import type { Asker } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";
import { asked } from "./ask";
import {
  type ClusterObject,
  groupOf,
  keyOf,
  nameOf,
  nameText,
  type ObjectName,
  uidOf,
} from "./cluster-object";
import { type Json, listIn, valueAt } from "./json";
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

  /**
   * The path of an object, or of a list if it has no name.
   *
   * @param apiVersion By default the one that the group prefers.
   * @throws CannotCheck if the cluster does not know the kind.
   */
  pathOf(name: ObjectName, apiVersion?: string): string {
    const { group, kind } = name;
    const served = this.kinds.find((it) => it.kind === kind && groupOf(it.apiVersion) === group);
    if (served === undefined) {
      throw new CannotCheck(
        `${nameText(name)}: the cluster serves no ${apiVersion ?? group} ${kind}\n${remedy}`,
      );
    }
    return pathOf({ ...served, apiVersion: apiVersion ?? served.apiVersion }, name);
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
  return listIn(valueAt(answer, ["items"])).map(
    (item) => ({ ...(item as object), apiVersion, kind }) as Json as ClusterObject,
  );
}
