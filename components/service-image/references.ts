/** Digits of a content hash that make a tag. */
export const tagDigits = 16;

/** How every reference to a service's image is written, whichever version it means. */
export interface ImageReferences {
  /** Registry, repository and what says that the content is named: `@sha256:`, or `:` before a tag. */
  readonly prefix: string;
  /** How many hex digits follow, and nothing after them. */
  readonly digits: number;
}

/** By digest if it is pushed, else by a tag that is the hash of its content. */
export function imageReferences(service: string, registry: string | undefined): ImageReferences {
  return registry === undefined
    ? { prefix: `${service}:`, digits: tagDigits }
    : { prefix: `${registry}/${service}@sha256:`, digits: 64 };
}
