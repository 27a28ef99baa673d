import * as grpc from "@grpc/grpc-js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { engineLog, invokeMethod } from "./service";

/** What the provider tells the person in front of `pulumi up`. */
export interface EngineLog {
  /** Replaces the text in the resource's row; the empty text clears it. */
  status(urn: string, message: string): void;
  info(urn: string, message: string): void;
}

/**
 * Logs to the engine at `address`, which is known from the start or comes by Attach. A message
 * that cannot be delivered is dropped: it must not fail the operation that it tells about.
 */
export class Engine implements EngineLog {
  private client: grpc.Client | undefined;

  connect(address: string): void {
    this.client?.close();
    this.client = new grpc.Client(address, grpc.credentials.createInsecure());
  }

  status(urn: string, message: string): void {
    this.log(urn, message, true);
  }

  info(urn: string, message: string): void {
    this.log(urn, message, false);
  }

  private log(urn: string, message: string, ephemeral: boolean): void {
    if (!this.client) return;
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    invokeMethod(this.client, engineLog, request).catch(() => undefined);
  }
}
