import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { NamingContext } from "../autoname";
import type { ChangeKind, ObjectDiff } from "../diff";
import { parseUrn } from "../token";
import { fromStruct, reveal } from "./properties";

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

export function namingContext(request: pb.CheckRequest): NamingContext {
  const autonaming = request.getAutonaming();
  const olds = reveal(fromStruct(request.getOlds()));
  return {
    logicalName: parseUrn(request.getUrn()).name,
    seed: request.getRandomseed_asU8(),
    autonaming: autonaming && {
      proposed: autonaming.getProposedName(),
      disabled: autonaming.getMode() === pb.CheckRequest.AutonamingOptions.Mode.DISABLE,
    },
    predecessor: Object.keys(olds).length > 0 ? olds : undefined,
  };
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
}: ObjectDiff): pb.DiffResponse {
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
