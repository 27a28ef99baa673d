/** A kind of object, or one part of it, in the words of RBAC. */
export interface Resource {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Plural, such as `deployments`. */
  readonly plural: string;
  /** Such as `scale`; empty for the object itself. */
  readonly subresource: string;
  /** Name of the one object that is meant; empty where none is named, as in a list. */
  readonly name: string;
}

/**
 * Reads `pods`, `pods/log`, `deployments.apps/scale`, `deployments.apps[web]`.
 *
 * @throws if it is none of these.
 */
export function parseResource(text: string): Resource {
  const [, plural, group = "", subresource = "", name = ""] =
    /^([a-z*]+)(?:\.([a-z0-9.*-]+))?(?:\/([a-z]+))?(?:\[(.+)\])?$/.exec(text) ?? [];
  if (plural === undefined) {
    throw new Error(`resource "${text}": expected one such as pods/log or deployments.apps/scale`);
  }
  return { group, plural, subresource, name };
}

/** The opposite of parseResource. */
export function resourceText({ group, plural, subresource, name }: Resource): string {
  return [plural, group && `.${group}`, subresource && `/${subresource}`, name && `[${name}]`].join(
    "",
  );
}
