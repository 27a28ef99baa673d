import { setMaxListeners } from "node:events";
import { Agent, type AgentOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck, messageOf } from "./cannot-check";
import { remedy } from "./kubeconfig";

/** A request to the API server; the path begins with `/` and may have a query. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Becomes JSON; a PATCH is a merge patch, unless the headers have another content type. */
  readonly body?: unknown;
  /** Besides the caller's own. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

/** What a caller shows to be known; nothing at all is anonymous. */
export interface Credentials {
  /** Client certificate and its key, in PEM. */
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

/** Where the API server is, and whom it is signed by. */
export interface Server {
  readonly url: string;
  readonly tls: Pick<AgentOptions, "ca" | "rejectUnauthorized" | "servername">;
}

const timeout = 30_000;
const connections = 16;
/** How often a request is put again that the API server was too busy for. */
const attempts = 5;

/** Whoever puts requests to the API server. */
export type Asker = Pick<ApiClient, "ask">;

/** @throws CannotCheck if there is no answer, or if whoever asks is not known. */
export async function askAsKnown(asker: Asker, asked: ApiRequest): Promise<ApiAnswer> {
  const answer = await asker.ask(asked);
  if (answer.status !== 401) return answer;
  throw new CannotCheck(
    `the cluster does not know these credentials, or they have expired.\n${remedy}`,
  );
}

/** One caller of the API server. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly server: Server,
    { cert, key, token }: Credentials,
    private readonly signal: AbortSignal,
  ) {
    // Each request under way listens to it.
    setMaxListeners(0, signal);
    this.agent = new Agent({
      ...server.tls,
      keepAlive: true,
      maxSockets: connections,
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
    this.headers = {
      accept: "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
  }

  /** @throws CannotCheck if there is no answer at all. */
  async ask(asked: ApiRequest): Promise<ApiAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.askOnce(asked).catch((error: unknown) => {
        this.signal.throwIfAborted();
        const { url } = this.server;
        throw new CannotCheck(
          `the cluster at ${url} does not answer: ${messageOf(error)}\n${remedy}`,
        );
      });
      if (answer.status !== 429 || attempt === attempts) return answer;
      await sleep(1000 * attempt, undefined, { signal: this.signal });
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async askOnce({ method, path, body, headers }: ApiRequest): Promise<ApiAnswer> {
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.server.url),
        {
          method,
          agent: this.agent,
          signal: this.signal,
          timeout,
          headers: {
            ...this.headers,
            // Node states no length of its own for a DELETE.
            ...(payload && { "content-type": type, "content-length": payload.length }),
            ...headers,
          },
        },
        (response) => {
          text(response).then((said) => {
            resolve({ status: response.statusCode ?? 0, body: parsed(said) });
          }, reject);
        },
      );
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
      sent.on("error", reject);
      sent.end(payload);
    });
  }
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}
