import { PropertyMap, diffProperties, formatPath } from "../property-diff";
import type { ResourceDiff } from "../rpc/messages";
import { MutableData, immutableFields, touchesImmutable } from "./immutable-fields";
import { isAutonamed, nameOf } from "./metadata";
import { ObjectType, formatId } from "./token";

/** Compares what was applied last with what the program asks for now, secrets unwrapped. */
export function diffObjects(
  type: ObjectType,
  olds: PropertyMap,
  news: PropertyMap,
  mutable: MutableData,
): ResourceDiff {
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
