import { version } from "@pulumi/kubernetes/package.json";
import { Engine } from "./rpc/engine";
import { serve } from "./server";

/**
 * The resource plugin `pulumi-resource-kubernetes`. Started by an engine, which passes its
 * address and reads the port from stdout, it ends with that engine; started by hand, for
 * PULUMI_DEBUG_PROVIDERS, it serves until it is stopped.
 */
async function main(engineAddress: string | undefined): Promise<void> {
  const engine = new Engine();
  if (engineAddress !== undefined) {
    engine.connect(engineAddress);
    endWithParent();
  }
  const { server, port } = await serve({ version, engine });
  // The engine stops a plugin by SIGINT, and kills it where that takes five seconds.
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      server.tryShutdown(() => process.exit(0));
    });
  }
  console.log(String(port));
}

/** An engine that is killed takes no leave of its plugins. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1_000).unref();
}

void main(process.argv[2]);
