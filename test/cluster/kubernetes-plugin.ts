import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PluginClient } from "../toolchain/providers/plugin-client";
import { root } from "./node";

export interface PluginProcess {
  readonly client: PluginClient;
  readonly stop: () => Promise<void>;
}

/** Starts Pulumi's own Kubernetes provider, as the engine does, for objects of a namespace. */
export async function startKubernetesPlugin(namespace: string): Promise<PluginProcess> {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const folder = `resource-kubernetes-v${dependencies["@pulumi/kubernetes"] ?? ""}`;
  const home = process.env.PULUMI_HOME ?? "";
  const program = join(home, "plugins", folder, "pulumi-resource-kubernetes");
  const plugin = spawn(program, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(plugin.stdout, "data")) as [Buffer];
  const client = new PluginClient(Number(line.toString()));
  await client.configure({
    context: "sre-challenge",
    namespace,
    enableServerSideApply: "true",
    enableSecretMutable: "true",
    enableConfigMapMutable: "true",
  });
  return {
    client,
    stop: async () => {
      client.close();
      const exit = once(plugin, "exit");
      plugin.kill("SIGKILL");
      await exit;
    },
  };
}
