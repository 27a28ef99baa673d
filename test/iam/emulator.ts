import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { makeCertificate } from "./certificate";
import { connectProxy } from "./connect-proxy";
import { listen } from "./listener";
import { startMoto } from "./moto";
import type { Keys } from "./signature";
import { stsFront, stsHost } from "./sts-front";

/** AWS's IAM and one region's STS, on this machine. */
export interface Emulator {
  readonly region: string;
  /** `sts.<region>.amazonaws.com`, which clients reach through the proxy. */
  readonly stsHost: string;
  /** moto itself, for IAM's API. */
  readonly url: string;
  /** Of the account's administrator. */
  readonly root: Keys;
  /** PEM file of the authority that signed the certificate of STS. */
  readonly authorityFile: string;
  /** `http://127.0.0.1:<port>`, a proxy that knows the host of STS only. */
  readonly proxy: string;
  /** Serves STS on another address of this machine too. */
  serveSts(address: string, port: number): Promise<void>;
  /** The keys of a new session, for requests that no program would sign. */
  assume(roleArn: string, sessionName: string): Promise<Keys>;
  stop(): Promise<void>;
}

export async function startEmulator(region: string): Promise<Emulator> {
  // What the SDK says of a coming version is no news for a test.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const host = stsHost(region);
  const folder = mkdtempSync(join(tmpdir(), "sts-"));
  const steps = [
    () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  ];
  const stop = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step();
  };
  const serve = async (server: Server, address: string, port: number): Promise<number> => {
    const listener = await listen(server, address, port);
    steps.push(() => listener.close());
    return listener.port;
  };
  try {
    const moto = await startMoto();
    steps.push(() => moto.stop());
    const root = {
      accessKeyId: "AKIAEMULATEDROOT0001",
      secretAccessKey: randomBytes(30).toString("base64"),
    };
    const certificate = makeCertificate(folder, host);
    const front = stsFront(region, moto.url, root, certificate);
    const stsPort = await serve(front.newServer(), "127.0.0.1", 0);
    const proxyPort = await serve(connectProxy(host, stsPort), "127.0.0.1", 0);
    return {
      region,
      stsHost: host,
      url: moto.url,
      root,
      authorityFile: certificate.authorityFile,
      proxy: `http://127.0.0.1:${proxyPort}`,
      async serveSts(address, port) {
        await serve(front.newServer(), address, port);
      },
      async assume(roleArn, sessionName) {
        const keys = await assumeRole(moto.url, region, root, roleArn, sessionName);
        front.remember(keys);
        return keys;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assumeRole(
  endpoint: string,
  region: string,
  credentials: Keys,
  RoleArn: string,
  RoleSessionName: string,
): Promise<Keys> {
  const client = new STSClient({ endpoint, region, credentials });
  try {
    const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error("moto made no session");
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  } finally {
    client.destroy();
  }
}
