import * as grpc from "@grpc/grpc-js";

export function rpcError(error: unknown): grpc.ServerErrorResponse {
  const message = error instanceof Error ? error.message : String(error);
  return { name: "ProviderError", message, code: grpc.status.UNKNOWN, details: message };
}
