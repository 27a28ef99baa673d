import { once } from "node:events";
import { readFileSync } from "node:fs";
import { IncomingMessage, request as connectTo } from "node:http";
import { request } from "node:https";
import { Socket } from "node:net";
import type { Emulator } from "./emulator";

/** Gets a URL of STS with headers of one's own, through the emulator's proxy. */
export async function replay(
  { proxy, stsHost, authorityFile }: Emulator,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const tunnel = connectTo(proxy, { method: "CONNECT", path: `${url.host}:443` }).end();
  const [, socket] = (await once(tunnel, "connect")) as [IncomingMessage, Socket];
  const ca = readFileSync(authorityFile);
  const inTunnel = { socket, servername: stsHost, ca };
  const call = request(url, { ...inTunnel, headers, agent: false }).end();
  const [response] = (await once(call, "response")) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  socket.destroy();
  return { status: response.statusCode, body: Buffer.concat(parts).toString("utf8") };
}
