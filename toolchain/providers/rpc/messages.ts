import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { equalProperties, type PropertyChange } from "../property-diff";
import { fromStruct } from "./properties";

export interface ResourceDiff {
  readonly changes: readonly { readonly path: string; readonly kind: ChangeKind }[];
  /** Paths of the changes that only a new resource can make. */
  readonly replaces: readonly string[];
  /** The new resource bears the old one's name, so the old one has to go first. */
  readonly deleteBeforeReplace: boolean;
}

export type ChangeKind = PropertyChange["kind"] | `${PropertyChange["kind"]}-replace`;

export function checkResponse(
  inputs: Struct | undefined,
  failures: readonly { readonly property: string; readonly reason: string }[],
): pb.CheckResponse {
  const response = new pb.CheckResponse().setInputs(inputs);
  for (const { property, reason } of failures) {
    response.addFailures(new pb.CheckFailure().setProperty(property).setReason(reason));
  }
  return response;
}

const { Kind } = pb.PropertyDiff;
const kinds: Readonly<Record<ChangeKind, pb.PropertyDiff.Kind>> = {
  add: Kind.ADD,
  "add-replace": Kind.ADD_REPLACE,
  delete: Kind.DELETE,
  "delete-replace": Kind.DELETE_REPLACE,
  update: Kind.UPDATE,
  "update-replace": Kind.UPDATE_REPLACE,
};

export function diffResponse({
  changes,
  replaces,
  deleteBeforeReplace,
}: ResourceDiff): pb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse()
    .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setReplacesList([...replaces])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const { path, kind } of changes) {
    const change = new pb.PropertyDiff().setKind(kinds[kind]).setInputdiff(true);
    response.getDetaileddiffMap().set(path, change);
  }
  return response;
}

/** Of a provider that takes on whatever has changed of its configuration, and keeps its resources. */
export function configDiffResponse(request: pb.DiffRequest): pb.DiffResponse {
  const olds = fromStruct(request.getOldInputs());
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  return new pb.DiffResponse().setChanges(
    equalProperties(olds, fromStruct(request.getNews())) ? DIFF_NONE : DIFF_SOME,
  );
}
