import {
  PropertyChange,
  PropertyMap,
  PropertyValue,
  diffProperties,
  equalProperties,
  formatPath,
} from "../property-diff";
import { UNKNOWN, isSecret, reveal } from "../rpc/properties";
import type { ResourceDiff } from "../rpc/messages";
import { samePolicy } from "./policy-document";
import type { ResourceKind } from "./resource-kind";

/** What an update would change, and which of it only a new resource can. */
export function diffInputs(kind: ResourceKind, olds: PropertyMap, news: PropertyMap): ResourceDiff {
  const before = effective(kind, olds);
  const after = effective(kind, news);
  const changes = diffProperties(before, after).filter(
    ({ path: [name = ""] }) => !sameDocument(kind, String(name), before[name], after[name]),
  );
  const replaces = changes.filter(({ path: [name] }) => kind.replacedBy.includes(String(name)));
  return {
    changes: changes.map((change) => ({
      path: formatPath(change.path),
      kind: replaces.includes(change) ? replacing(change) : change.kind,
    })),
    replaces: replaces.map(({ path }) => formatPath(path)),
    deleteBeforeReplace: replaces.length > 0 && before.name === after.name,
  };
}

function replacing({ kind }: PropertyChange): `${PropertyChange["kind"]}-replace` {
  return `${kind}-replace`;
}

/**
 * A resource's outputs as the engine gets them: a document in the program's own words as long as
 * AWS has the same, and secret what is secret in the inputs.
 */
export function inWordsOf(
  kind: ResourceKind,
  inputs: PropertyMap,
  observed: PropertyMap,
): PropertyMap {
  const given = reveal(inputs);
  const kept = kind.documents.filter((name) =>
    sameDocument(kind, name, given[name], observed[name]),
  );
  return { ...observed, ...pick(given, kept) };
}

/** The inputs that a program would have to give for what is there now. */
export function inputsFor(
  kind: ResourceKind,
  inputs: PropertyMap,
  outputs: PropertyMap,
): PropertyMap {
  const names = Object.keys(kind.schema.shape).filter((name) => {
    const value = outputs[name];
    if (value === undefined) return false;
    return name in inputs || !equalProperties(value, kind.defaults[name]);
  });
  const kept = names.filter((name) => {
    const before = inputs[name];
    return (
      before !== undefined &&
      isSecret(before) &&
      equalProperties(reveal(pick(inputs, [name])), pick(outputs, [name]))
    );
  });
  return { ...pick(outputs, names), ...pick(inputs, kept) };
}

/** The inputs as they are meant: without secrets' envelopes, and with the defaults. */
function effective(kind: ResourceKind, inputs: PropertyMap): PropertyMap {
  return { ...pick(kind.defaults, Object.keys(kind.schema.shape)), ...reveal(inputs) };
}

function sameDocument(
  kind: ResourceKind,
  name: string,
  a: PropertyValue | undefined,
  b: PropertyValue | undefined,
): boolean {
  if (!kind.documents.includes(name) || typeof a !== "string" || typeof b !== "string")
    return false;
  return a !== UNKNOWN && b !== UNKNOWN && samePolicy(a, b);
}

function pick(map: PropertyMap, names: readonly string[]): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => names.includes(name)));
}
