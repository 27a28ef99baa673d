export interface ResourceUrn {
  /** The resource's own type, without those of its parents. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
}

/** Parts of `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function parseUrn(urn: string): ResourceUrn {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
