import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { basics } from "../rpc/basics";
import type { Engine } from "../rpc/engine";
import { checkResponse, configDiffResponse, diffResponse } from "../rpc/messages";
import { fromStruct, toStruct } from "../rpc/properties";
import type { ProviderHandlers } from "../rpc/service";
import { parseUrn } from "../rpc/urn";
import { checkImage } from "./check";
import { Docker } from "./command";
import { parseImage } from "./image";
import { ImageProvider, ImageResource } from "./provider";
import { hostOf, unsupportedSettings } from "./settings";

const IMAGE = "docker:index/image:Image";

/** @param version of the official provider whose resources these are */
export function handlers(version: string, engine: Engine): ProviderHandlers {
  const cancellation = new AbortController();
  let configured: ImageProvider | undefined;
  const provider = (): ImageProvider => {
    if (!configured) throw new Error("the provider is not configured yet");
    return configured;
  };
  return {
    ...basics({ name: "docker", version, engine }, () => {
      cancellation.abort(new Error("cancelled"));
    }),

    checkConfig: (request) =>
      checkResponse(request.getNews(), unsupportedSettings(fromStruct(request.getNews()))),
    // Another daemon builds what is to be built next; what was built stays where it is.
    diffConfig: configDiffResponse,
    // As the official provider: without a daemon there is no preview either.
    async configure(request) {
      const variables = new Map(request.getVariablesMap().toArray());
      const docker = new Docker(hostOf(variables, process.env));
      await docker.run({ args: ["version"], signal: cancellation.signal });
      configured = new ImageProvider(docker, engine, cancellation.signal);
      return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    },

    check(request) {
      const news = resourceOf(request, request.getNews());
      const { inputs, failures, advice } = checkImage(news.inputs);
      for (const line of advice) engine.info(news.urn, line);
      return checkResponse(toStruct(inputs), failures);
    },
    diff(request) {
      const olds = resourceOf(request, request.getOldInputs());
      const changes = provider().diff(olds.inputs, fromStruct(request.getNews()));
      return diffResponse({ changes, replaces: [], deleteBeforeReplace: false });
    },
    async create(request) {
      const image = resourceOf(request, request.getProperties());
      // As the official provider: before the build there is nothing but the inputs.
      if (request.getPreview()) {
        return new pb.CreateResponse().setProperties(request.getProperties());
      }
      const outputs = await provider().build(image, request.getTimeout());
      return new pb.CreateResponse()
        .setId(parseImage(image.inputs).imageName)
        .setProperties(toStruct(outputs));
    },
    // As the official provider, which asks neither the daemon nor the registry.
    read(request) {
      resourceOf(request, request.getInputs());
      return new pb.ReadResponse()
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs());
    },
    async update(request) {
      const image = resourceOf(request, request.getNews());
      if (request.getPreview()) {
        return new pb.UpdateResponse().setProperties(request.getNews());
      }
      const outputs = await provider().build(image, request.getTimeout());
      return new pb.UpdateResponse().setProperties(toStruct(outputs));
    },
    // As the official provider: an image outlives its resource, in the daemon and in the registry.
    delete(request) {
      resourceOf(request, request.getOldInputs());
      return new Empty();
    },
  };
}

/** @throws for resources of other types, which the official provider knows */
function resourceOf(request: { getUrn(): string }, inputs: Struct | undefined): ImageResource {
  const urn = request.getUrn();
  const { type, name } = parseUrn(urn);
  if (type !== IMAGE) {
    throw new Error(
      `${type} "${name}": this provider knows ${IMAGE} only; leave the resource out, or deploy ` +
        "from a machine that can download Pulumi's own docker plugin",
    );
  }
  return { urn, name, inputs: fromStruct(inputs) };
}
