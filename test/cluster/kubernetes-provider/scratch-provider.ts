import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PropertyMap } from "../../../toolchain/providers/property-diff";
import { PluginClient, Resource, State } from "../../toolchain/providers/kubernetes/plugin-client";
import { PluginProcess, startPlugin } from "../../toolchain/providers/kubernetes/plugin-process";

const context = "sre-challenge";
const team = { type: "kubernetes:core/v1:Namespace", name: "team" };

/** The provider's program, configured for the cluster, and a namespace that it has made. */
export class ScratchProvider {
  private constructor(
    readonly namespace: string,
    readonly namespaceState: State,
    private readonly process: PluginProcess,
  ) {}

  /** Removes first what an earlier run left behind. */
  static async start(namespace: string): Promise<ScratchProvider> {
    await kubectl("delete", "namespace", namespace, "--ignore-not-found");
    const process = await startPlugin();
    await process.client.configure({ context, namespace });
    const inputs = await process.client.check(team, { metadata: { name: namespace } });
    return new ScratchProvider(namespace, await process.client.create(team, inputs), process);
  }

  get plugin(): PluginClient {
    return this.process.client;
  }

  async stop(): Promise<void> {
    try {
      await this.plugin.delete(team, this.namespaceState);
    } finally {
      await this.process.stop();
    }
  }

  /** @param timeout seconds; 0 for the provider's default */
  async create(resource: Resource, inputs: PropertyMap, timeout = 0): Promise<State> {
    const checked = await this.plugin.check(resource, inputs);
    return this.plugin.create(resource, checked, { timeout });
  }

  /** @throws if the object is gone. */
  async refresh(resource: Resource, old: State): Promise<State> {
    const state = await this.plugin.read(resource, old);
    if (!state) throw new Error(`${old.id} is gone`);
    return state;
  }

  async changedPaths(resource: Resource, old: State, news: PropertyMap): Promise<string[]> {
    return [...(await this.plugin.diff(resource, old, news)).getDetaileddiffMap().keys()];
  }

  /** Changes an object behind the program's back, under the field manager kubectl-patch. */
  async patch(object: string, type: "merge" | "json", body: unknown): Promise<void> {
    await this.kubectl("patch", object, `--type=${type}`, "-p", JSON.stringify(body));
  }

  /** A field of the live object by its JSONPath. */
  async field(object: string, path: string): Promise<string> {
    return this.kubectl("get", object, "-o", `jsonpath={${path}}`);
  }

  kubectl(...args: string[]): Promise<string> {
    return kubectl("--namespace", this.namespace, ...args);
  }
}

async function kubectl(...args: string[]): Promise<string> {
  return (await promisify(execFile)("kubectl", ["--context", context, ...args])).stdout;
}

export const web = { type: "kubernetes:apps/v1:Deployment", name: "web" };

/** A Deployment with quantities in another spelling than the API server's own. */
export function deployment(replicas: number, image: string, name = "web"): PropertyMap {
  const labels = { app: name };
  const container = {
    name: "web",
    image,
    imagePullPolicy: "IfNotPresent",
    resources: { requests: { cpu: "0.01", memory: "1024Ki" }, limits: { memory: "20480Ki" } },
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}
