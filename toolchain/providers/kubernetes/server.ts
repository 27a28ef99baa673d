import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { accessFor } from "./access";
import { contextFailures } from "./context-check";
import { namingContext } from "./naming-context";
import { KubernetesProvider } from "./provider";
import { basics } from "../rpc/basics";
import type { Engine } from "../rpc/engine";
import { checkResponse, diffResponse } from "../rpc/messages";
import { fromStruct, reveal, toStruct } from "../rpc/properties";
import type { ProviderHandlers } from "../rpc/service";
import { parseUrn } from "../rpc/urn";
import { diffSettings, parseSettings, unsupportedSettings } from "./settings";
import { objectType } from "./token";

export interface ServerOptions {
  /** Version of the official provider whose resources these are. */
  readonly version: string;
  readonly engine: Engine;
}

/** The engine's calls, answered by one provider for the objects of one cluster. */
export function handlers({ version, engine }: ServerOptions): ProviderHandlers {
  let configured: KubernetesProvider | undefined;
  const provider = (): KubernetesProvider => {
    if (!configured) throw new Error("the provider is not configured yet");
    return configured;
  };
  return {
    ...basics({ name: "kubernetes", version, engine }, () => configured?.cancel()),

    checkConfig(request) {
      const config = reveal(fromStruct(request.getNews()));
      const failures = [...unsupportedSettings(config), ...contextFailures(config, process.env)];
      return checkResponse(request.getNews(), failures);
    },
    diffConfig(request) {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds());
      const { changed, replaces } = diffSettings(
        reveal(olds),
        reveal(fromStruct(request.getNews())),
      );
      if (replaces.length > 0) {
        engine.info(
          request.getUrn(),
          `${replaces.join(", ")} changed: every object moves to the cluster that is named now`,
        );
      }
      const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
      return new pb.DiffResponse()
        .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changed])
        .setReplacesList([...replaces]);
    },
    configure(request) {
      const variables = new Map(request.getVariablesMap().toArray());
      const settings = parseSettings(variables, process.env);
      configured = new KubernetesProvider(settings, accessFor(settings), engine);
      return new pb.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    },

    async check(request) {
      const { type } = parseUrn(request.getUrn());
      const news = fromStruct(request.getNews());
      const checked = await provider().check(objectType(type), news, namingContext(request));
      return checkResponse(toStruct(checked.inputs), checked.failures);
    },
    diff(request) {
      const previous = previousOf(request);
      const type = typeOf(request);
      return diffResponse(provider().diff(type, previous, fromStruct(request.getNews())));
    },
    async create(request) {
      const { id, outputs } = await provider().create({
        urn: request.getUrn(),
        type: typeOf(request),
        inputs: fromStruct(request.getProperties()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
      });
      return new pb.CreateResponse().setId(id).setProperties(toStruct(outputs));
    },
    async read(request) {
      const result = await provider().read({
        urn: request.getUrn(),
        type: typeOf(request),
        id: request.getId(),
        outputs: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getInputs()),
      });
      if (!result) return new pb.ReadResponse();
      return new pb.ReadResponse()
        .setId(request.getId())
        .setProperties(toStruct(result.outputs))
        .setInputs(toStruct(result.inputs));
    },
    async update(request) {
      const desired = {
        urn: request.getUrn(),
        type: typeOf(request),
        inputs: fromStruct(request.getNews()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
      };
      const outputs = await provider().update(desired, previousOf(request));
      return new pb.UpdateResponse().setProperties(toStruct(outputs));
    },
    async delete(request) {
      await provider().remove({
        urn: request.getUrn(),
        type: typeOf(request),
        id: request.getId(),
        inputs: fromStruct(request.getOldInputs()),
        timeout: request.getTimeout(),
      });
      return new Empty();
    },
  };
}

function typeOf(request: { getUrn(): string }) {
  return objectType(parseUrn(request.getUrn()).type);
}

function previousOf(request: {
  getOlds(): Struct | undefined;
  getOldInputs(): Struct | undefined;
}) {
  return { outputs: fromStruct(request.getOlds()), inputs: fromStruct(request.getOldInputs()) };
}
