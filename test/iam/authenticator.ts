import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { dump } from "js-yaml";
import type { Emulator } from "./emulator";

export interface RoleMapping {
  readonly rolearn: string;
  /** The role's unique id. */
  readonly userid: string;
  readonly username: string;
  readonly groups: readonly string[];
}

/** What the webhook says of a token. */
export interface Review {
  /** Absent where it refuses. */
  readonly authenticated?: true;
  readonly user?: { readonly username: string; readonly groups: readonly string[] };
}

/** aws-iam-authenticator's webhook, outside of any cluster. */
export interface Authenticator {
  review(token: string): Promise<Review>;
  /** What it logged so far. */
  log(): string;
  stop(): Promise<void>;
}

const root = join(__dirname, "../..");

/** The program as setup.sh built it for the node. */
export function authenticatorProgram(): string {
  const script = `
    set -euo pipefail
    ROOT=$1 CACHE=\${XDG_CACHE_HOME:-$HOME/.cache}/sre-challenge
    source "$ROOT/toolchain/versions.env"
    source "$ROOT/toolchain/modules/modules.sh"
    modules_path aws-iam-authenticator`;
  const path = execFileSync("bash", ["-c", script, "bash", root], { encoding: "utf8" }).trim();
  if (!existsSync(path)) throw new Error(`no program at ${path}; build it: bash setup.sh`);
  return path;
}

/** What makes a program take the emulator for AWS. */
export function environmentOf(emulator: Emulator): Record<string, string> {
  return {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_STS_REGIONAL_ENDPOINTS: "regional",
    AWS_REGION: emulator.region,
    AWS_ACCESS_KEY_ID: emulator.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.root.secretAccessKey,
    AWS_CA_BUNDLE: emulator.authorityFile,
    HTTPS_PROXY: emulator.proxy,
  };
}

/** A token of a role's session, as kubectl gets it from its exec plugin. */
export async function tokenFor(
  program: string,
  emulator: Emulator,
  clusterId: string,
  roleArn: string,
  sessionName: string,
): Promise<string> {
  const args = ["token", "-i", clusterId, "-r", roleArn, "--session-name", sessionName];
  const { stdout } = await promisify(execFile)(program, [...args, "--token-only"], {
    env: environmentOf(emulator),
  });
  return stdout.trim();
}

/** @param options strict: by the role's unique id, not by its ARN */
export async function startAuthenticator(
  program: string,
  emulator: Emulator,
  clusterId: string,
  mapRoles: readonly RoleMapping[],
  { strict = true } = {},
): Promise<Authenticator> {
  const folder = mkdtempSync(join(tmpdir(), "authenticator-"));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file("roles.json"), JSON.stringify({ mapRoles, mapUsers: [], mapAccounts: [] }));
  const server = {
    port: 0,
    stateDir: folder,
    generateKubeconfig: file("webhook.yaml"),
    backendMode: ["DynamicFile"],
    dynamicfilepath: file("roles.json"),
    dynamicfileUserIDStrict: strict,
  };
  writeFileSync(file("config.yaml"), dump({ clusterID: clusterId, server }));

  const child = spawn(program, ["server", `--config=${file("config.yaml")}`], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      AWS_EC2_METADATA_DISABLED: "true",
      HTTPS_PROXY: emulator.proxy,
      SSL_CERT_FILE: emulator.authorityFile,
    },
  });
  const lines: string[] = [];
  const port = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      const bound = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (bound !== undefined) resolve(Number(bound));
    });
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error(`aws-iam-authenticator ended:\n${lines.join("\n")}`));
    });
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) {
      const ended = once(child, "exit");
      // It does not end on SIGTERM, only closes its mappers.
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const bound = await port;
    const ca = readFileSync(file("cert.pem"));
    return { review: (token) => review(bound, ca, token), log: () => lines.join("\n"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function review(port: number, ca: Buffer, token: string): Promise<Review> {
  const body = JSON.stringify({
    apiVersion: "authentication.k8s.io/v1beta1",
    kind: "TokenReview",
    spec: { token },
  });
  const call = request({ host: "127.0.0.1", port, path: "/authenticate", method: "POST", ca });
  call.end(body);
  const [response] = (await once(call, "response")) as [AsyncIterable<Buffer>];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  const answer = JSON.parse(Buffer.concat(parts).toString("utf8")) as { status: Review };
  return answer.status;
}
