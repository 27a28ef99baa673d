import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Engine } from "./engine";
import { ProviderHandlers, addProvider } from "./service";

/**
 * Runs a provider as a resource plugin: prints the port that it serves on. Started by an engine,
 * which passes its address, it ends with that engine; started by hand, for
 * PULUMI_DEBUG_PROVIDERS, it serves until it is stopped. Either way it ends what is under way.
 */
export async function runPlugin(
  provide: (engine: Engine) => ProviderHandlers,
  engineAddress: string | undefined,
): Promise<void> {
  const engine = new Engine();
  const handlers = provide(engine);
  if (engineAddress !== undefined) {
    engine.connect(engineAddress);
    endWithParent();
  }
  const { server, port } = await serve(handlers);
  const cancel = (): void => void handlers.cancel(new Empty());
  process.once("exit", cancel);
  // The engine stops a plugin by SIGINT, and kills it where that takes five seconds.
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      cancel();
      server.tryShutdown(() => process.exit(0));
    });
  }
  console.log(String(port));
}

/** Serves a provider on a free port of this machine's loopback interface. */
export async function serve(
  handlers: ProviderHandlers,
): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  addProvider(server, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { server, port };
}

/** An engine that is killed takes no leave of its plugins. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1_000).unref();
}
