import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { basics } from "../rpc/basics";
import type { Engine } from "../rpc/engine";
import { checkResponse, configDiffResponse, diffResponse } from "../rpc/messages";
import { fromStruct, toStruct } from "../rpc/properties";
import type { ProviderHandlers } from "../rpc/service";
import { parseUrn } from "../rpc/urn";
import { Environment, openAccount } from "./account";
import { diffInputs, inputsFor } from "./changes";
import { failuresIn } from "./check";
import { IamProvider, Resource, previewOf } from "./provider";
import { role } from "./role";
import { rolePolicy } from "./role-policy";
import { parseSettings, settingFailures } from "./settings";

const kinds = new Map([
  ["aws:iam/role:Role", role],
  ["aws:iam/rolePolicy:RolePolicy", rolePolicy],
]);

/**
 * @param version of the official provider whose resources these are
 * @param environment holds the credentials
 */
export function handlers(
  version: string,
  engine: Engine,
  environment: Environment,
): ProviderHandlers {
  const cancellation = new AbortController();
  let configured: IamProvider | undefined;
  const provider = (): IamProvider => {
    if (!configured) throw new Error("the provider is not configured yet");
    return configured;
  };
  return {
    ...basics({ name: "aws", version, engine }, () => {
      cancellation.abort();
    }),

    checkConfig: (request) =>
      checkResponse(request.getNews(), settingFailures(fromStruct(request.getNews()))),
    // The roles are the account's, whatever region or address its IAM is asked at.
    diffConfig: configDiffResponse,
    async configure(request) {
      const settings = parseSettings(new Map(request.getVariablesMap().toArray()));
      const iam = await openAccount(settings, environment, cancellation.signal);
      configured = new IamProvider(iam, cancellation.signal);
      return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    },

    check(request) {
      const { kind, inputs } = resourceOf(request, request.getNews());
      return checkResponse(request.getNews(), failuresIn(kind.schema, inputs));
    },
    diff(request) {
      const { kind, inputs } = resourceOf(request, request.getNews());
      return diffResponse(diffInputs(kind, fromStruct(request.getOldInputs()), inputs));
    },
    async create(request) {
      const resource = resourceOf(request, request.getProperties(), request.getTimeout());
      if (request.getPreview()) {
        return new pb.CreateResponse().setProperties(toStruct(previewOf(resource)));
      }
      const { id, outputs } = await provider().create(resource);
      return new pb.CreateResponse().setId(id).setProperties(toStruct(outputs));
    },
    async read(request) {
      const resource = resourceOf(request, request.getInputs());
      const outputs = await provider().read(resource, request.getId());
      if (!outputs) return new pb.ReadResponse();
      return new pb.ReadResponse()
        .setId(request.getId())
        .setProperties(toStruct(outputs))
        .setInputs(toStruct(inputsFor(resource.kind, resource.inputs, outputs)));
    },
    async update(request) {
      const resource = resourceOf(request, request.getNews(), request.getTimeout());
      const outputs = request.getPreview()
        ? previewOf(resource, fromStruct(request.getOlds()))
        : await provider().update(resource, request.getId(), fromStruct(request.getOldInputs()));
      return new pb.UpdateResponse().setProperties(toStruct(outputs));
    },
    async delete(request) {
      const resource = resourceOf(request, request.getOldInputs(), request.getTimeout());
      await provider().delete(resource, request.getId());
      return new Empty();
    },
  };
}

/** @throws for resources of other types, which the official provider knows */
function resourceOf(
  request: { getUrn(): string },
  inputs: Struct | undefined,
  timeout = 0,
): Resource {
  const { type, name } = parseUrn(request.getUrn());
  const kind = kinds.get(type);
  if (!kind) {
    throw new Error(
      `${type} "${name}": this provider knows ${[...kinds.keys()].join(" and ")} only; leave the ` +
        "resource out, or deploy from a machine that can download Pulumi's own aws plugin",
    );
  }
  return { kind, name, inputs: fromStruct(inputs), timeout };
}
