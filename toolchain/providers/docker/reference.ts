/** An image's name, taken apart: `localhost:5000/team/app:1.2`. */
export interface Reference {
  /** Host and port, `localhost:5000`; undefined where the name has none. */
  readonly registry: string | undefined;
  /** All but the tag, as it is written: `localhost:5000/team/app`. */
  readonly repository: string;
  readonly tag: string | undefined;
}

const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REGISTRY = "(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::\\d+)?|[A-Za-z0-9-]+:\\d+|localhost)";
const REFERENCE = new RegExp(
  `^((?:(${REGISTRY})/)?${COMPONENT}(?:/${COMPONENT})*)(?::(\\w[\\w.-]{0,127}))?$`,
);

/** @returns undefined for what is not the name of an image, or names it by a digest */
export function parseReference(text: string): Reference | undefined {
  const match = REFERENCE.exec(text);
  if (!match) return undefined;
  const [, repository = "", registry, tag] = match;
  return { registry, repository, tag };
}
