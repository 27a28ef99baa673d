import { ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";

const VERSION = "5.2.5";

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
    join(installed(), "bin/moto_server"),
    ["-H", "127.0.0.1", "-p", String(port)],
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

/** The folder of moto's Python environment, made where it is missing, which takes a minute or two. */
function installed(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "sre-challenge", `moto-${VERSION}`);
  const done = join(folder, ".installed");
  if (existsSync(done)) return folder;
  process.stderr.write(`installing moto ${VERSION} into ${folder}\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(cache, "sre-challenge"), { recursive: true });
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  };
  try {
    run("python3", "-m", "venv", folder);
  } catch (cause) {
    const remedy = "install Python 3.10 or newer, on Debian with python3-venv";
    throw new Error(`python3 made no environment for moto; ${remedy}`, { cause });
  }
  const pip = join(folder, "bin/pip");
  run(pip, "install", "--quiet", "--disable-pip-version-check", `moto[server,iam,sts]==${VERSION}`);
  // Whole or not at all: a broken-off install is made anew.
  writeFileSync(`${done}.part`, "");
  renameSync(`${done}.part`, done);
  return folder;
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
