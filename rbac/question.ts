import type { Resource } from "./resource";

/** What an object's API is asked for. */
export interface ResourceQuestion {
  readonly verb: string;
  readonly resource: Resource;
  /** Empty for objects without a namespace, and for all namespaces at once. */
  readonly namespace: string;
}

/** What a path that is no object's is asked for, such as `/version`. */
export interface PathQuestion {
  readonly verb: string;
  readonly path: string;
}

/** One question to an authorizer: may somebody do this? */
export type Question = ResourceQuestion | PathQuestion;
