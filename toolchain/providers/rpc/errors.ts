import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { PropertyMap } from "../property-diff";
import { toStruct } from "./properties";

/**
 * The object stands in the cluster but is not (yet) what it should be. The engine keeps
 * `outputs` in the state together with the reasons, and the next update waits for it again.
 */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    readonly outputs: PropertyMap,
    readonly reasons: readonly string[],
    readonly inputs?: PropertyMap,
  ) {
    super(reasons.join("; "));
  }
}

export function rpcError(error: unknown): grpc.ServerErrorResponse {
  const message = error instanceof Error ? error.message : String(error);
  const status = { name: "ProviderError", message, code: grpc.status.UNKNOWN, details: message };
  return error instanceof InitFailed ? { ...status, metadata: initFailedMetadata(error) } : status;
}

function initFailedMetadata(failure: InitFailed): grpc.Metadata {
  const detail = new ErrorResourceInitFailed();
  detail.setId(failure.id);
  detail.setProperties(toStruct(failure.outputs));
  detail.setReasonsList([...failure.reasons]);
  if (failure.inputs) detail.setInputs(toStruct(failure.inputs));

  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(failure.message);
  status.addDetails(packed);

  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
