import * as http from "node:http";
import * as https from "node:https";
import { Cancelled, Unreachable } from "./errors";

export interface HttpRequest {
  readonly method: "GET" | "PATCH" | "DELETE";
  /** Path and query below the server's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly code: number;
  readonly body: string;
  /** Seconds; 0 without the header. */
  readonly retryAfter: number;
}

/** @throws Unreachable without an answer, Cancelled when the request's signal fires. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

const ANSWER_WITHIN_MS = 35_000;

/** Speaks to `server` with the TLS and credential options of `connection`. */
export function httpTransport(
  server: string,
  connection: () => Promise<https.RequestOptions>,
): Transport {
  const { request: send } = server.startsWith("https:") ? https : http;
  return async ({ method, path, headers, body, signal }) => {
    const options = await connection();
    return new Promise((resolve, reject) => {
      const request = send(
        new URL(server.replace(/\/$/, "") + path),
        {
          ...options,
          method,
          headers: { ...(options.headers as http.OutgoingHttpHeaders), ...headers },
          signal,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () => {
            resolve({
              code: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString("utf8"),
              retryAfter: Number(response.headers["retry-after"] ?? 0) || 0,
            });
          });
        },
      );
      function fail(error: NodeJS.ErrnoException): void {
        reject(
          signal.aborted
            ? new Cancelled()
            : new Unreachable(server, error.code ?? "", error.message),
        );
      }
      request.setTimeout(ANSWER_WITHIN_MS, () => {
        const late = `no answer within ${ANSWER_WITHIN_MS / 1000} s`;
        request.destroy(Object.assign(new Error(late), { code: "ETIMEDOUT" }));
      });
      request.on("error", fail);
      // Node frames the body of a DELETE only if told its length.
      if (body !== undefined) request.setHeader("content-length", Buffer.byteLength(body));
      request.end(body);
    });
  };
}
