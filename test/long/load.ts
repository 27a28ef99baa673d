import { Agent, request } from "node:http";
import { publishedAddress, stackOutputs } from "../../cluster/stack";

/** What a request of the load was answered. */
export interface Answer {
  readonly what: string;
  /** Undefined if there was none. */
  readonly status: number | undefined;
}

const deadline = 30_000;

/** Every so many requests, a caller adds an invoice, so that there is something to pay. */
const newInvoiceEvery = 10;

/** Callers who list, add and pay invoices, one request after another, until they are told to stop. */
export class Load {
  readonly answers: Answer[] = [];
  /** Of the invoices that were taken. */
  readonly invoices: string[] = [];

  private readonly stopped = new AbortController();
  private readonly agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: false })];
  private readonly calling: Promise<unknown>;

  private constructor(
    private readonly base: string,
    callers: number,
  ) {
    const run = Date.now().toString(36);
    this.calling = Promise.all(
      this.agents.flatMap((agent, kind) =>
        Array.from({ length: callers }, (_, n) => this.keepCalling(`${run}-${kind}${n}`, agent)),
      ),
    );
  }

  /** @param callers How many of each kind: with a connection that is kept, and a new one for each request. */
  static async start(callers: number): Promise<Load> {
    const outputs = await stackOutputs(new AbortController().signal);
    const { host, port } = publishedAddress(outputs);
    return new Load(`http://${host}:${port}`, callers);
  }

  /** Resolves when each caller has its last answer. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.calling;
    for (const agent of this.agents) agent.destroy();
  }

  private async keepCalling(caller: string, agent: Agent): Promise<void> {
    for (let n = 0; !this.stopped.signal.aborted; n++) {
      if (n % newInvoiceEvery === 0) {
        const invoice = { InvoiceId: `load-${caller}-${n}`, Value: 12.5, Currency: "EUR" };
        const answer = await this.ask("POST", "/invoices", agent, JSON.stringify(invoice));
        if (isSuccess(answer)) this.invoices.push(invoice.InvoiceId);
      } else if (n % 2 === 0) {
        await this.ask("GET", "/invoices", agent);
      } else {
        await this.ask("POST", "/invoices/pay", agent);
      }
    }
  }

  /** It never rejects: no answer is one, too. */
  private async ask(method: string, path: string, agent: Agent, body?: string): Promise<Answer> {
    const answer = await answerOf(method, `${this.base}${path}`, agent, body);
    this.answers.push(answer);
    return answer;
  }
}

export function isSuccess({ status }: Answer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function answerOf(method: string, url: string, agent: Agent, body?: string): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    const signal = AbortSignal.timeout(deadline);
    const fail = ({ message }: Error): void => {
      resolve({ what: `${method} ${url}: ${message}`, status: undefined });
    };
    const asked = request(url, { method, agent, headers, signal }, (response) => {
      response.on("error", fail);
      response.on("end", () => {
        resolve({ what: `${method} ${url}: ${response.statusCode}`, status: response.statusCode });
      });
      response.resume();
    });
    asked.on("error", fail);
    asked.end(body);
  });
}
