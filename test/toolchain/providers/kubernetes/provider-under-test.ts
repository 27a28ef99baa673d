import type * as grpc from "@grpc/grpc-js";
import { Engine } from "../../../../toolchain/providers/rpc/engine";
import { handlers } from "../../../../toolchain/providers/kubernetes/server";
import { serve } from "../../../../toolchain/providers/rpc/plugin";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";
import { FakeApiServer } from "./fake-api-server";
import { PluginClient, Resource, State } from "./plugin-client";

export const settings = { type: "kubernetes:core/v1:ConfigMap", name: "settings" };
export const settingsPath = "/api/v1/namespaces/default/configmaps/settings";
export const web = { type: "kubernetes:apps/v1:Deployment", name: "web" };
export const webPath = "/apis/apps/v1/namespaces/default/deployments/web";
export const webInputs = {
  metadata: { name: "web" },
  spec: { replicas: 3, selector: { matchLabels: { app: "web" } } },
};

/** A provider in this process, configured for a fake API server. */
export class ProviderUnderTest {
  private constructor(
    readonly api: FakeApiServer,
    readonly plugin: PluginClient,
    readonly kubeconfig: string,
    private readonly server: grpc.Server,
  ) {}

  static async start(): Promise<ProviderUnderTest> {
    const api = new FakeApiServer();
    const kubeconfig = JSON.stringify({
      "current-context": "fake",
      contexts: [{ name: "fake", context: { cluster: "fake" } }],
      clusters: [{ name: "fake", cluster: { server: await api.start() } }],
    });
    const { server, port } = await serve(handlers({ version: "4.0.0", engine: new Engine() }));
    const plugin = new PluginClient(port);
    await plugin.configure({ kubeconfig });
    return new ProviderUnderTest(api, plugin, kubeconfig, server);
  }

  async stop(): Promise<void> {
    this.plugin.close();
    this.server.forceShutdown();
    await this.api.stop();
  }

  async create(resource: Resource, inputs: PropertyMap): Promise<State> {
    return this.plugin.create(resource, await this.plugin.check(resource, inputs));
  }
}

/** What becomes of a Deployment of three under its controller. */
export function deployed(available: number): (object: PropertyMap) => PropertyMap {
  return (object) => ({
    ...object,
    status: {
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      availableReplicas: available,
    },
  });
}

export async function caught(operation: Promise<unknown>): Promise<unknown> {
  return operation.then(
    () => undefined,
    (error: unknown) => error,
  );
}
