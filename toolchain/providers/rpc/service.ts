import * as grpc from "@grpc/grpc-js";
import * as jspb from "google-protobuf";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { rpcError } from "./errors";

interface MessageType<M extends jspb.Message> {
  new (): M;
  deserializeBinary(bytes: Uint8Array): M;
}

function method<Q extends jspb.Message, R extends jspb.Message>(
  path: string,
  request: MessageType<Q>,
  response: MessageType<R>,
): grpc.MethodDefinition<Q, R> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message) => Buffer.from(message.serializeBinary()),
    requestDeserialize: (bytes) => request.deserializeBinary(bytes),
    responseSerialize: (message) => Buffer.from(message.serializeBinary()),
    responseDeserialize: (bytes) => response.deserializeBinary(bytes),
  };
}

/**
 * The methods of `pulumirpc.ResourceProvider` that this provider serves. The SDK's generated
 * service comes without types, and its `provider.main` knows neither configuration nor preview.
 */
export const providerMethods = {
  attach: method("/pulumirpc.ResourceProvider/Attach", PluginAttach, Empty),
  cancel: method("/pulumirpc.ResourceProvider/Cancel", Empty, Empty),
  getPluginInfo: method("/pulumirpc.ResourceProvider/GetPluginInfo", Empty, PluginInfo),
  getSchema: method(
    "/pulumirpc.ResourceProvider/GetSchema",
    provider.GetSchemaRequest,
    provider.GetSchemaResponse,
  ),
  checkConfig: method(
    "/pulumirpc.ResourceProvider/CheckConfig",
    provider.CheckRequest,
    provider.CheckResponse,
  ),
  diffConfig: method(
    "/pulumirpc.ResourceProvider/DiffConfig",
    provider.DiffRequest,
    provider.DiffResponse,
  ),
  configure: method(
    "/pulumirpc.ResourceProvider/Configure",
    provider.ConfigureRequest,
    provider.ConfigureResponse,
  ),
  check: method("/pulumirpc.ResourceProvider/Check", provider.CheckRequest, provider.CheckResponse),
  diff: method("/pulumirpc.ResourceProvider/Diff", provider.DiffRequest, provider.DiffResponse),
  create: method(
    "/pulumirpc.ResourceProvider/Create",
    provider.CreateRequest,
    provider.CreateResponse,
  ),
  read: method("/pulumirpc.ResourceProvider/Read", provider.ReadRequest, provider.ReadResponse),
  update: method(
    "/pulumirpc.ResourceProvider/Update",
    provider.UpdateRequest,
    provider.UpdateResponse,
  ),
  delete: method("/pulumirpc.ResourceProvider/Delete", provider.DeleteRequest, Empty),
  invoke: method(
    "/pulumirpc.ResourceProvider/Invoke",
    provider.InvokeRequest,
    provider.InvokeResponse,
  ),
  call: method("/pulumirpc.ResourceProvider/Call", provider.CallRequest, provider.CallResponse),
};

export const engineLog = method("/pulumirpc.Engine/Log", LogRequest, Empty);

type Methods = typeof providerMethods;
type RequestOf<K extends keyof Methods> = Parameters<Methods[K]["requestSerialize"]>[0];
type ResponseOf<K extends keyof Methods> = Parameters<Methods[K]["responseSerialize"]>[0];

export type ProviderHandlers = {
  readonly [K in keyof Methods]: (request: RequestOf<K>) => ResponseOf<K> | Promise<ResponseOf<K>>;
};

/** Adds the handlers to a server; what a handler throws reaches the engine as a gRPC status. */
export function addProvider(server: grpc.Server, handlers: ProviderHandlers): void {
  const implementation: grpc.UntypedServiceImplementation = {};
  for (const name of Object.keys(providerMethods) as (keyof Methods)[]) {
    implementation[name] = unary(handlers[name] as (request: jspb.Message) => jspb.Message);
  }
  server.addService(providerMethods, implementation);
}

function unary(
  handler: (request: jspb.Message) => jspb.Message | Promise<jspb.Message>,
): grpc.handleUnaryCall<jspb.Message, jspb.Message> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => handler(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(rpcError(error));
        },
      );
  };
}

/** Calls one method on an open channel. */
export function invokeMethod<Q, R>(
  client: grpc.Client,
  { path, requestSerialize, responseDeserialize }: grpc.MethodDefinition<Q, R>,
  request: Q,
): Promise<R> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      (error, reply) => {
        if (error) reject(error);
        else resolve(reply as R);
      },
    );
  });
}
