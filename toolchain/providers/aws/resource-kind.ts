import type { IAMClient } from "@aws-sdk/client-iam";
import type { z } from "zod";
import type { PropertyMap } from "../property-diff";

/** IAM, for the time of one operation. */
export interface Operation {
  readonly iam: IAMClient;
  readonly options: { readonly abortSignal: AbortSignal };
}

/** What this provider knows of one type of resource; inputs come revealed and checked. */
export interface ResourceKind {
  readonly schema: z.ZodObject;
  /** Properties that hold a policy document, compared by what it says. */
  readonly documents: readonly string[];
  /** Properties that only a new resource can change. */
  readonly replacedBy: readonly string[];
  /** Outputs that are inputs too, where the program gives none. */
  readonly defaults: PropertyMap;
  /** Outputs that only AWS knows. */
  readonly computed: readonly string[];
  idOf(inputs: PropertyMap): string;
  create(operation: Operation, inputs: PropertyMap): Promise<void>;
  /** The outputs; undefined if there is no such resource. */
  read(operation: Operation, id: string): Promise<PropertyMap | undefined>;
  update(operation: Operation, id: string, olds: PropertyMap, news: PropertyMap): Promise<void>;
  /** Also succeeds where there is nothing left to delete. */
  delete(operation: Operation, id: string): Promise<void>;
}

/** @returns undefined where IAM says that there is no such thing */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchEntityException") return undefined;
    throw error;
  }
}
