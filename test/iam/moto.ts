import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { pythonWith } from "../python-environment";

/** The account that moto answers for. */
export const ACCOUNT = "123456789012";

export interface Moto {
  /** Its endpoint for IAM and STS alike, on loopback. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts IAM and STS on a free port; they are empty, and forget everything when stopped. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const server = spawn(
    pythonWithMoto(),
    ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)],
    {
      stdio: "ignore",
      env: { PATH: process.env.PATH, HOME: homedir() },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(server, url);
  return {
    url,
    async stop() {
      if (server.exitCode !== null) return;
      server.kill();
      await once(server, "exit");
    },
  };
}

/** The Python that runs it; installs it where it is not there. */
export function pythonWithMoto(): string {
  return pythonWith({
    name: "moto",
    version: "5.2.5",
    extras: "[server,iam,sts]",
    module: "moto.server",
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

async function answers(server: ChildProcess, url: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode}`);
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill();
  throw new Error(`moto does not answer at ${url}`);
}
