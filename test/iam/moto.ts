import { ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { renameSync, rmSync } from "node:fs";
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
    python(installed()),
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

/**
 * The folder of moto's Python environment, which may have been moved since it was made: only what lies in
 * `bin` beside Python names its place. Made anew where moto does not load, which takes a minute or two.
 */
export function installed(): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sre-challenge");
  const folder = join(cache, `moto-${VERSION}`);
  if (loads(folder)) return folder;
  process.stderr.write(`installing moto ${VERSION} into ${folder}\n`);
  // Beside its place, and moved there when it is whole: a broken-off install is made anew.
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  install(part);
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  return folder;
}

function install(folder: string): void {
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  };
  try {
    run("python3", "-m", "venv", folder);
  } catch (cause) {
    const remedy = "install Python 3.10 or newer, on Debian with python3-venv";
    throw new Error(`python3 made no environment for moto; ${remedy}`, { cause });
  }
  const quiet = ["--quiet", "--disable-pip-version-check"];
  run(python(folder), "-m", "pip", "install", ...quiet, `moto[server,iam,sts]==${VERSION}`);
}

function loads(folder: string): boolean {
  return spawnSync(python(folder), ["-c", "import moto.server"], { stdio: "ignore" }).status === 0;
}

function python(folder: string): string {
  return join(folder, "bin/python");
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
