import { request } from "node:http";
import type { Answer, Asker } from "./ask";
import { messageOf } from "../../cluster/cannot-check";
import type { Target } from "./targets";

/** Bounds one question, in ms. */
const deadline = 1000;

/** Asks from this very machine, as its user's browser would; http only. */
export const askHere: Asker = (targets) => Promise.all(targets.map(askHttp));

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

const refusals = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "EACCES", "EPERM"];

function refusalOf(error: NodeJS.ErrnoException): "refused" | "failed" {
  return refusals.includes(error.code ?? "") ? "refused" : "failed";
}
