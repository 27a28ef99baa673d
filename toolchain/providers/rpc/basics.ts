import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Engine } from "./engine";
import type { ProviderHandlers } from "./service";

export interface Plugin {
  /** Package whose resources these are. */
  readonly name: string;
  /** Version of the official provider that this one stands in for. */
  readonly version: string;
  readonly engine: Engine;
}

/** The calls that concern the plugin and none of its resources. */
export function basics(
  { name, version, engine }: Plugin,
  cancel: () => void,
): Pick<ProviderHandlers, "attach" | "cancel" | "getPluginInfo" | "getSchema" | "invoke" | "call"> {
  return {
    attach(request) {
      engine.connect(request.getAddress());
      return new Empty();
    },
    cancel() {
      cancel();
      return new Empty();
    },
    getPluginInfo: () => new PluginInfo().setVersion(version),
    getSchema: () => new GetSchemaResponse().setSchema(JSON.stringify({ name, version })),
    invoke(request) {
      throw new Error(`function ${request.getTok()}: this provider has no functions`);
    },
    call(request) {
      throw new Error(`method ${request.getTok()}: this provider has no methods`);
    },
  };
}
