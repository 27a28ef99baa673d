import { PropertyChange, PropertyMap, diffProperties, formatPath } from "../property-diff";
import { MutableData, immutableFields, touchesImmutable } from "./immutable-fields";
import { isAutonamed, nameOf } from "./metadata";
import { ObjectType, formatId } from "./token";

export interface ObjectDiff {
  readonly changes: readonly { readonly path: string; readonly kind: ChangeKind }[];
  /** Paths of the changes that only a new object can make. */
  readonly replaces: readonly string[];
  /** The new object bears the old one's name, so the old one has to go first. */
  readonly deleteBeforeReplace: boolean;
}

export type ChangeKind = PropertyChange["kind"] | `${PropertyChange["kind"]}-replace`;

/** Compares what was applied last with what the program asks for now, secrets unwrapped. */
export function diffObjects(
  type: ObjectType,
  olds: PropertyMap,
  news: PropertyMap,
  mutable: MutableData,
): ObjectDiff {
  const immutable = immutableFields(type, olds, mutable);
  const changes = diffProperties(olds, news).map((change) => ({
    path: formatPath(change.path),
    kind: touchesImmutable(change, immutable, olds, news)
      ? (`${change.kind}-replace` as const)
      : change.kind,
  }));
  const replaces = changes.filter(({ kind }) => kind.endsWith("-replace")).map(({ path }) => path);
  const sameName = formatId(nameOf(olds)) === formatId(nameOf(news));
  return {
    changes,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && sameName && !isAutonamed(news),
  };
}
