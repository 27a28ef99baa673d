import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PluginClient } from "./plugin-client";

const root = join(__dirname, "../../../..");
const program = join(root, "toolchain/providers/kubernetes/main.ts");

export interface PluginProcess {
  readonly client: PluginClient;
  /** Stops the plugin as the engine does; returns its exit code and signal. */
  readonly stop: () => Promise<unknown[]>;
}

/** Starts the plugin as an engine does, which reads the port from the first line. */
export async function startPlugin(): Promise<PluginProcess> {
  const args = ["--import", "tsx", program, "127.0.0.1:1"];
  const plugin = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(plugin.stdout, "data")) as [Buffer];
  const client = new PluginClient(Number(line.toString()));
  return {
    client,
    stop: async () => {
      client.close();
      const exit = once(plugin, "exit");
      plugin.kill("SIGINT");
      return exit;
    },
  };
}
