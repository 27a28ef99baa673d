import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Docker } from "./command";
import type { Image, Registry } from "./image";
import { parseReference } from "./reference";

/**
 * Pushes an image that the daemon has.
 *
 * @returns `<repository>@sha256:…`
 */
export async function pushImage(
  docker: Docker,
  { imageName, registry }: Image,
  signal: AbortSignal,
  show: (line: string) => void,
): Promise<string> {
  const reference = parseReference(imageName);
  const server = registry.server ?? reference?.registry ?? "";
  return withLogin(docker, { ...registry, server }, signal, async (configFolder) => {
    const lines = await docker.run({
      args: ["push", imageName],
      configFolder,
      signal,
      onLine: show,
    });
    const digest = lines.map((line) => DIGEST.exec(line)?.[1]).findLast(Boolean);
    if (digest === undefined) {
      throw new Error(`docker push ${imageName} named no digest: ${lines.join("\n")}`);
    }
    return `${reference?.repository ?? ""}@${digest}`;
  });
}

/** The last line of a push: `<tag>: digest: sha256:… size: 528`. */
const DIGEST = /: digest: (sha256:[0-9a-f]{64}) size: /;

/** Logs in, if there are credentials, in a folder that only this user can read and that is gone afterwards. */
async function withLogin<T>(
  docker: Docker,
  { server = "", username, password }: Registry,
  signal: AbortSignal,
  use: (configFolder: string | undefined) => Promise<T>,
): Promise<T> {
  if (username === undefined || password === undefined) return use(undefined);
  const folder = await mkdtemp(join(tmpdir(), "docker-login-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    const args = ["login", `--username=${username}`, "--password-stdin", server];
    await docker.run({ args, input: password, configFolder: folder, signal });
    return await use(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
