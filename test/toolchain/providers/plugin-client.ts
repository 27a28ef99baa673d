import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { fromStruct, toStruct } from "../../../toolchain/providers/rpc/properties";
import { invokeMethod, providerMethods } from "../../../toolchain/providers/rpc/service";
import type { PropertyMap } from "../../../toolchain/providers/property-diff";

export interface Resource {
  readonly type: string;
  readonly name: string;
}

export interface State {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

/** An object that stands although the operation failed, as the engine would record it. */
export class InitFailure extends Error {
  constructor(
    readonly state: State,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

interface OperationOptions {
  readonly preview?: boolean;
  /** Seconds, as by the resource option `customTimeouts`. */
  readonly timeout?: number;
}

/** Speaks to a provider as the engine does. */
export class PluginClient {
  private readonly client: grpc.Client;

  constructor(port: number) {
    this.client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  close(): void {
    this.client.close();
  }

  configure(
    variables: Record<string, string>,
    provider = "kubernetes",
  ): Promise<pb.ConfigureResponse> {
    const request = new pb.ConfigureRequest().setAcceptsecrets(true);
    for (const [name, value] of Object.entries(variables)) {
      request.getVariablesMap().set(`${provider}:config:${name}`, value);
    }
    return invokeMethod(this.client, providerMethods.configure, request);
  }

  async checkConfig(news: PropertyMap): Promise<pb.CheckFailure.AsObject[]> {
    const request = new pb.CheckRequest().setNews(toStruct(news));
    const response = await invokeMethod(this.client, providerMethods.checkConfig, request);
    return response.toObject().failuresList;
  }

  diffConfig(olds: PropertyMap, news: PropertyMap): Promise<pb.DiffResponse> {
    const request = new pb.DiffRequest().setOlds(toStruct(olds)).setNews(toStruct(news));
    return invokeMethod(this.client, providerMethods.diffConfig, request);
  }

  async check(resource: Resource, news: PropertyMap, olds?: PropertyMap): Promise<PropertyMap> {
    const request = new pb.CheckRequest()
      .setUrn(urnOf(resource))
      .setNews(toStruct(news))
      .setRandomseed(Buffer.from("seed"));
    if (olds) request.setOlds(toStruct(olds));
    const response = await invokeMethod(this.client, providerMethods.check, request);
    const failures = response.toObject().failuresList;
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return fromStruct(response.getInputs());
  }

  diff(resource: Resource, old: State, news: PropertyMap): Promise<pb.DiffResponse> {
    const request = new pb.DiffRequest()
      .setId(old.id)
      .setUrn(urnOf(resource))
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(news));
    return invokeMethod(this.client, providerMethods.diff, request);
  }

  async create(
    resource: Resource,
    inputs: PropertyMap,
    { preview = false, timeout = 0 }: OperationOptions = {},
  ): Promise<State> {
    const request = new pb.CreateRequest()
      .setUrn(urnOf(resource))
      .setProperties(toStruct(inputs))
      .setPreview(preview)
      .setTimeout(timeout);
    const response = await this.operate(inputs, providerMethods.create, request);
    return { id: response.getId(), inputs, outputs: fromStruct(response.getProperties()) };
  }

  async update(
    resource: Resource,
    old: State,
    inputs: PropertyMap,
    { preview = false, timeout = 0 }: OperationOptions = {},
  ): Promise<State> {
    const request = new pb.UpdateRequest()
      .setId(old.id)
      .setUrn(urnOf(resource))
      .setOlds(toStruct(old.outputs))
      .setOldInputs(toStruct(old.inputs))
      .setNews(toStruct(inputs))
      .setPreview(preview)
      .setTimeout(timeout);
    const response = await this.operate(inputs, providerMethods.update, request);
    return { id: old.id, inputs, outputs: fromStruct(response.getProperties()) };
  }

  /** The refreshed state; undefined if the object is gone. Inputs and outputs of an import: {}. */
  async read(resource: Resource, old: State): Promise<State | undefined> {
    const request = new pb.ReadRequest()
      .setId(old.id)
      .setUrn(urnOf(resource))
      .setInputs(toStruct(old.inputs))
      .setProperties(toStruct(old.outputs));
    const response = await this.operate(old.inputs, providerMethods.read, request);
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: fromStruct(response.getInputs()),
      outputs: fromStruct(response.getProperties()),
    };
  }

  async delete(resource: Resource, old: State, timeout = 0): Promise<void> {
    const request = new pb.DeleteRequest()
      .setId(old.id)
      .setUrn(urnOf(resource))
      .setOldInputs(toStruct(old.inputs))
      .setProperties(toStruct(old.outputs))
      .setTimeout(timeout);
    await invokeMethod(this.client, providerMethods.delete, request);
  }

  async invoke(token: string): Promise<void> {
    const request = new pb.InvokeRequest().setTok(token);
    await invokeMethod(this.client, providerMethods.invoke, request);
  }

  async cancel(): Promise<void> {
    await invokeMethod(this.client, providerMethods.cancel, new Empty());
  }

  private async operate<Q, R>(
    inputs: PropertyMap,
    method: grpc.MethodDefinition<Q, R>,
    request: Q,
  ): Promise<R> {
    try {
      return await invokeMethod(this.client, method, request);
    } catch (error) {
      throw initFailure(error as grpc.ServiceError, inputs) ?? error;
    }
  }
}

export function urnOf({ type, name }: Resource): string {
  return `urn:pulumi:test::unit::${type}::${name}`;
}

function initFailure({ metadata }: grpc.ServiceError, sent: PropertyMap): InitFailure | undefined {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return undefined;
  const [detail] = Status.deserializeBinary(packed).getDetailsList();
  const failure = detail?.unpack(
    (bytes) => pb.ErrorResourceInitFailed.deserializeBinary(bytes),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failure) return undefined;
  const inputs = failure.hasInputs() ? fromStruct(failure.getInputs()) : sent;
  const outputs = fromStruct(failure.getProperties());
  return new InitFailure({ id: failure.getId(), inputs, outputs }, failure.getReasonsList());
}
