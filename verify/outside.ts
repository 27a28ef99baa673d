import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Answer, Asker } from "./ask";
import { messageOf } from "../cluster/cannot-check";
import type { Target } from "./targets";
import type { Address } from "./world";

/** Bounds one question, in ms. */
const deadline = 1000;

/** Something outside the cluster that its pods might reach. */
export interface Listener extends Address {
  readonly identity: string;
  close(): void;
}

/** Listens on the address of this machine that faces the node, on a free port. */
export async function listenOutside(node: string, identity: string): Promise<Listener> {
  const host = await addressFacing(node);
  const server = createServer((_, response) => response.end(identity));
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    identity,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A datagram socket that is connected has a local address, though nothing was sent. */
async function addressFacing(node: string): Promise<string> {
  const socket = createSocket("udp4");
  try {
    socket.connect(9, node);
    await once(socket, "connect");
    return socket.address().address;
  } finally {
    socket.close();
  }
}

/** Asks from this machine, which is outside the cluster; http and postgres only. */
export const askOutside: Asker = (targets) =>
  Promise.all(
    targets.map((target) => (target.kind === "postgres" ? askPostgres(target) : askHttp(target))),
  );

function askHttp({ host, port, path }: Target): Promise<Answer> {
  return new Promise((resolve) => {
    let connected = false;
    const ended = AbortSignal.timeout(deadline);
    const asked = request({ host, port, path, agent: false, signal: ended }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        resolve({
          outcome: "answered",
          detail: `HTTP/${response.httpVersion} ${response.statusCode}`,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    const fail = (error: Error): void => {
      const unreached = ended.aborted ? "silent" : refusalOf(error);
      resolve({ outcome: connected ? "connected" : unreached, detail: messageOf(error) });
    };
    asked.on("socket", (socket) => socket.on("connect", () => (connected = true)));
    asked.on("error", fail);
    asked.end();
  });
}

/** Whether the server speaks TLS, as PostgreSQL's clients ask: either answer, S or N, is one. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function askPostgres({ host, port }: Target): Promise<Answer> {
  return new Promise((resolve) => {
    let connected = false;
    const ended = AbortSignal.timeout(deadline);
    const socket = connect({ host, port, signal: ended });
    const settle = (outcome: Answer["outcome"], detail: string): void => {
      resolve({ outcome, detail });
      socket.destroy();
    };
    socket.on("connect", () => {
      connected = true;
      socket.write(sslRequest);
    });
    socket.on("data", (said) => {
      const isPostgres = /^[SN]/.test(said.toString("latin1"));
      settle(isPostgres ? "answered" : "connected", isPostgres ? "PostgreSQL" : "something else");
    });
    socket.on("end", () => {
      settle("connected", "hung up");
    });
    socket.on("error", (error) => {
      const unreached = ended.aborted ? "silent" : refusalOf(error);
      settle(connected ? "connected" : unreached, messageOf(error));
    });
  });
}

const refusals = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "EACCES", "EPERM"];

function refusalOf(error: NodeJS.ErrnoException): "refused" | "failed" {
  return refusals.includes(error.code ?? "") ? "refused" : "failed";
}
